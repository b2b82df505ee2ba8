import { tearDown } from './jest-global-setup.ts';

// biome-ignore lint/style/noDefaultExport: Jest calls the default export of its tear-down file
export default tearDown;
