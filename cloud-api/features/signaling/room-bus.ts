/** Carries rooms between processes. Messages of this process never come back to it. */
export interface RoomBus {
  /** This process has members in a room from now on. */
  join(topic: string): void;
  leave(topic: string): void;
  /** Says how many members this process has in a room that it has joined. */
  count(topic: string, members: number): void;
  /** Members that other processes have in a room this one has joined; what a lost process had goes after a while. */
  others(topic: string): number;
  publish(topic: string, text: string): void;
  onMessage(receive: (topic: string, text: string) => void): void;
  /** False while the other processes can't be reached; rooms within this process go on. */
  ready(): boolean;
  dispose(): Promise<void>;
}

/** For a process that is alone. */
export function createLocalBus(): RoomBus {
  return {
    join() {},
    leave() {},
    count() {},
    others: () => 0,
    publish() {},
    onMessage() {},
    ready: () => true,
    dispose: async () => {},
  };
}
