// SPDX-License-Identifier: Apache-2.0
/** A first-pass yield below this, in per cent, is said in alarm colour. */
export const LOW_FPY = 98
