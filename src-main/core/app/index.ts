export { type CoreLog, createCoreLog } from './core-log.ts';
