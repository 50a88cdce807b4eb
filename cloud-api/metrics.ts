import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { SignalingEvents } from './features/signaling/index.ts';

export type Metrics = ReturnType<typeof createMetrics>;

/** The process's metrics, in a registry of their own. `gauges` are read when somebody asks. */
export function createMetrics(gauges: { sockets(): number; rooms(): number }) {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'signaling_sockets',
    help: 'Open signaling sockets',
    registers,
    collect() {
      this.set(gauges.sockets());
    },
  });
  new Gauge({
    name: 'signaling_rooms',
    help: 'Rooms with members in this process',
    registers,
    collect() {
      this.set(gauges.rooms());
    },
  });
  const received = new Counter({ name: 'signaling_frames_total', help: 'Frames from clients', registers });
  const delivered = new Counter({ name: 'signaling_deliveries_total', help: 'Frames to clients', registers });
  const refused = new Counter({
    name: 'signaling_refused_total',
    help: 'Frames and sockets that were refused',
    labelNames: ['reason'],
    registers,
  });
  const busDropped = new Counter({
    name: 'signaling_bus_dropped_total',
    help: 'Frames that did not reach the other processes',
    registers,
  });
  const requests = new Histogram({
    name: 'http_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  });
  const signaling: SignalingEvents = {
    received: () => received.inc(),
    delivered: (count) => delivered.inc(count),
    refused: (reason) => refused.inc({ reason }),
  };
  return { registry, signaling, busDropped: () => busDropped.inc(), requests };
}
