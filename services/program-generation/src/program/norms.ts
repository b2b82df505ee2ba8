import { norms } from '../norms/norms.ts';

export const programNorms = norms.kinds;
export const { academicHourMinutes } = norms;
