// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Component } from './api'
import { branches } from './logic'

const component = (level: number, code: string): Component => ({ level, code, name: code, unit: 'pcs', tracking: 'none', quantity: 1, operation: null })
const TREE = [component(0, 'EPS'), component(1, 'ROT'), component(2, 'SHAFT'), component(3, 'STEEL'), component(2, 'CORE'), component(1, 'CASE')]
const shown = (...opened: number[]) => branches(TREE, new Set(opened)).map((branch) => branch.part.code)

describe('the tree of a product', () => {
  it('shows what goes into it, and deeper where it is opened', () => {
    expect(shown()).toEqual(['ROT', 'CASE'])
    expect(shown(1)).toEqual(['ROT', 'SHAFT', 'CORE', 'CASE'])
    expect(shown(1, 2)).toEqual(['ROT', 'SHAFT', 'STEEL', 'CORE', 'CASE'])
    expect(shown(2)).toEqual(['ROT', 'CASE'])
    expect(branches(TREE, new Set()).map((branch) => branch.parent)).toEqual([true, false])
  })
})
