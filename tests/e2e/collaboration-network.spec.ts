import { expect, test } from '@playwright/test';
import { createPeople, startSession } from '../support/people.ts';
import { createProject } from '../support/projects.ts';

test('with a server of one’s own, the popover says that codes work here only, and opens it to the network', async () => {
  test.setTimeout(120_000);
  const people = createPeople('');
  const project = await createProject({ 'notes.txt': 'one\n' });
  try {
    const ann = await people.open('Ann', project.path);
    await startSession(ann);
    const notice = ann.page.getByText('Codes work on this machine only');
    await expect(notice).toBeVisible();
    await ann.page.getByRole('button', { name: 'Open to the network' }).click();
    await expect(notice).toBeHidden();
  } finally {
    await people.dispose();
    await project.dispose();
  }
});
