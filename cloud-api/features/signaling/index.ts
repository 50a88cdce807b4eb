export { createPresence } from './presence.ts';
export { createLocalBus, type RoomBus } from './room-bus.ts';
export {
  createSignalingServer,
  type RefusalReason,
  type SignalingEvents,
  type SignalingServer,
  signalingPath,
} from './server.ts';
