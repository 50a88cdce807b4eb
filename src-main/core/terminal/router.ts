import { implement } from '@orpc/server';
import { desktopContract } from '../../../contract/desktop/index.ts';
import type { TerminalService } from './service.ts';

const contract = implement(desktopContract.terminal);

/** Serves the `terminal` contract. */
export function createTerminalRouter(terminals: TerminalService) {
  return contract.router({
    shells: contract.shells.handler(({ input }) => terminals.shells(input.projectId)),
    list: contract.list.handler(({ input }) => ({ terminals: [...terminals.list(input.projectId)] })),
    create: contract.create.handler(({ input }) => terminals.create(input)),
    attach: contract.attach.handler(({ input, signal }) => terminals.attach(input.terminalId, signal)),
    acknowledge: contract.acknowledge.handler(({ input }) => {
      terminals.acknowledge(input.terminalId, input.streamId, input.characters);
      return {};
    }),
    write: contract.write.handler(({ input }) => {
      terminals.write(input.terminalId, input.text);
      return {};
    }),
    resize: contract.resize.handler(({ input: { terminalId, ...size } }) => {
      terminals.resize(terminalId, size);
      return {};
    }),
    rename: contract.rename.handler(({ input }) => terminals.rename(input.terminalId, input.name)),
    clear: contract.clear.handler(({ input }) => {
      terminals.clear(input.terminalId);
      return {};
    }),
    restart: contract.restart.handler(({ input: { terminalId, ...size } }) => terminals.restart(terminalId, size)),
    stop: contract.stop.handler(async ({ input }) => {
      await terminals.stop(input.terminalId);
      return {};
    }),
    close: contract.close.handler(async ({ input }) => {
      await terminals.close(input.terminalId);
      return {};
    }),
    findFiles: contract.findFiles.handler(async ({ input }) => ({
      files: await terminals.findFiles(input.projectId, input.cwd, input.paths),
    })),
  });
}
