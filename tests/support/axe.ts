import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** axe for a page. It keeps details of violations only: for the other results they take most of its time. */
export function axe(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
}
