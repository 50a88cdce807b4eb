import { WebrtcProvider } from 'y-webrtc';
import * as Y from 'yjs';

/** What a test may ask of the page: two documents of y-webrtc as it comes, in one room. */
declare global {
  interface Window {
    join(options: { room: string; signaling: string; password: string }): void;
    write(text: string): void;
    read(): string;
    peers(): number;
    leave(): void;
  }
}

const shared = new Y.Doc();
const text = shared.getText('text');
let provider: WebrtcProvider | null = null;

window.join = ({ room, signaling, password }) => {
  provider = new WebrtcProvider(room, shared, {
    signaling: [signaling],
    password,
    filterBcConns: false,
    peerOpts: { config: { iceServers: [] } },
  });
};
window.write = (added) => text.insert(text.length, added);
window.read = () => text.toString();
window.peers = () => provider?.room?.webrtcConns.size ?? 0;
window.leave = () => provider?.destroy();
