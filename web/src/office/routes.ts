// SPDX-License-Identifier: Apache-2.0
import { createRouter, createWebHashHistory } from 'vue-router'

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', name: 'board', component: () => import('./BoardDoor.vue') },
    { path: '/parked', name: 'parked', component: () => import('@/features/parked/pages/ParkedPage.vue') },
    { path: '/audit', name: 'audit', component: () => import('@/features/audit/pages/AuditPage.vue') },
    { path: '/data/:entity?/:id(new|\\d+)?', name: 'data', component: () => import('./DataDoor.vue') },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
})
