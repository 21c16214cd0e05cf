// SPDX-License-Identifier: Apache-2.0
import { ref } from 'vue'

/** The one field of the office: what is typed narrows the page that is open, what is scanned opens its order. */
export const searchText = ref('')
export const openOrder = ref<number | null>(null)
