// SPDX-License-Identifier: Apache-2.0
import { createRouter, createWebHashHistory } from 'vue-router'
import OutboxDoor from './OutboxDoor.vue'
import QueueDoor from './QueueDoor.vue'

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', name: 'queue', component: QueueDoor },
    { path: '/report/:operationId', name: 'report', component: () => import('./ReportDoor.vue'), props: true },
    { path: '/job/:operationId(\\d+)', name: 'job', component: () => import('./JobDoor.vue'), props: true },
    { path: '/outbox', name: 'outbox', component: OutboxDoor },
    { path: '/time/:operationId(\\d+)', name: 'time', component: () => import('./TimeDoor.vue'), props: true },
    { path: '/handovers', name: 'handovers', component: () => import('./HandoversDoor.vue') },
    { path: '/records', name: 'records', component: () => import('./RecordsDoor.vue') },
    { path: '/tray/:operationId(\\d+)/:pieces?', name: 'tray', component: () => import('./TrayDoor.vue'), props: true },
    { path: '/mine', name: 'mine', component: () => import('./MineDoor.vue') },
    { path: '/scan/:code?', name: 'scan', component: () => import('./ScanDoor.vue'), props: true },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
})
