export { createEventHub, type EventHub } from './event-hub.ts';
export { createEventsRouter } from './router.ts';
