// SPDX-License-Identifier: Apache-2.0
import { createRouter, createWebHashHistory } from 'vue-router'

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', name: 'home', component: () => import('./HomeDoor.vue') },
    { path: '/board', name: 'board', component: () => import('./BoardDoor.vue') },
    { path: '/morning', name: 'morning', component: () => import('./MorningDoor.vue') },
    { path: '/orders/:order', name: 'order', component: () => import('./OrderDoor.vue') },
    { path: '/customers', name: 'customers', component: () => import('./CustomersDoor.vue') },
    { path: '/parked', name: 'parked', component: () => import('@/features/parked/pages/ParkedPage.vue') },
    { path: '/figures', name: 'figures', component: () => import('@/features/figures/pages/TeamPage.vue') },
    { path: '/audit', name: 'audit', component: () => import('@/features/audit/pages/AuditPage.vue') },
    { path: '/setup', name: 'setup', component: () => import('./SetupDoor.vue') },
    { path: '/data/:entity?/:id(new|import|\\d+)?', name: 'data', component: () => import('./DataDoor.vue') },
    { path: '/rules', name: 'rules', component: () => import('@/features/rules/pages/RulesPage.vue') },
    { path: '/people/:tab?/:id(new|\\d+)?', name: 'people', component: () => import('./PeopleDoor.vue') },
    { path: '/print/:kind(traveller|station|badge|tray|lot)/:id(\\d+)', name: 'print', component: () => import('./PrintDoor.vue') },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
})
