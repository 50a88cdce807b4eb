import { implement } from '@orpc/server';
import { desktopContract } from '../../../contract/desktop/index.ts';
import type { DiagnosticsService } from './service.ts';

const contract = implement(desktopContract.diagnostics);

/** Serves the `diagnostics` contract. */
export function createDiagnosticsRouter(service: DiagnosticsService) {
  return contract.router({
    createReport: contract.createReport.handler(async ({ input }) => ({ text: await service.createReport(input) })),
  });
}
