// SPDX-License-Identifier: Apache-2.0
import { ref } from 'vue'

/** Files that are on their way: what names them is not saved before they have arrived. */
export const uploading = ref(0)
