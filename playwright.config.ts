import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/playwright',
  globalSetup: './tests/support/prepare-electron.ts',
  // A window waits more than it computes. Each worker has a display of its own, which only Linux can give it.
  workers: process.platform === 'linux' ? 2 : 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: 'list',
  projects: [
    {
      name: 'ide',
      testMatch: '**/*.spec.ts',
      // serve.spec.ts is about the browser.
      testIgnore: ['**/package.spec.ts', '**/screenshots/**', '**/serve.spec.ts'],
    },
    {
      // The same specs in a current Chromium, against `flashfusion serve`.
      name: 'browser',
      // A current Chromium without a graphics card takes both cores for one page.
      workers: 1,
      // Tests with this tag ask Electron itself (its dialogs, its zoom, its windows) or kill Core as a process of its own, which
      // serve has none of.
      grepInvert: /@electron/,
      testMatch: '**/*.spec.ts',
      testIgnore: [
        '**/package.spec.ts',
        '**/screenshots/**',
        // About Electron's own sandbox, protocol, permissions and ports; tests/integration/serve has the server's.
        '**/security.spec.ts',
        // About the windows of the desktop: a second launch, sizes, what comes back.
        '**/windows.spec.ts',
        // Kills Shell's processes; serve.spec.ts ends and restarts the server instead.
        '**/core-process.spec.ts',
        '**/resilience.spec.ts',
      ],
    },
    { name: 'package', testMatch: '**/package.spec.ts' },
    { name: 'screenshots', testMatch: '**/screenshots/*.spec.ts' },
  ],
});
