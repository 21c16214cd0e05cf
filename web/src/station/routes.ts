// SPDX-License-Identifier: Apache-2.0
import { createRouter, createWebHashHistory } from 'vue-router'
import QueueDoor from './QueueDoor.vue'

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', name: 'queue', component: QueueDoor },
    { path: '/report/:operationId', name: 'report', component: () => import('./ReportDoor.vue'), props: true },
    { path: '/records', name: 'records', component: () => import('./RecordsDoor.vue') },
    { path: '/tray/:operationId(\\d+)/:pieces?', name: 'tray', component: () => import('./TrayDoor.vue'), props: true },
    { path: '/mine', name: 'mine', component: () => import('./MineDoor.vue') },
    { path: '/scan/:code?', name: 'scan', component: () => import('./ScanDoor.vue'), props: true },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
})
