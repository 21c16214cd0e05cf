// SPDX-License-Identifier: Apache-2.0
import type { JobCard } from './types'

/** Order, operation and place in one line. */
export const aboutJob = (job: Pick<JobCard, 'order_number' | 'operation_name' | 'station_code'>): string =>
  [job.order_number, job.operation_name, job.station_code].filter(Boolean).join(' · ')
