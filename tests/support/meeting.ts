import { test } from '@playwright/test';
import { startTestCloud, type TestCloud } from './cloud.ts';
import { createPeople, type People } from './people.ts';
import { createProject, type TemporaryProject } from './projects.ts';

/** What people need who meet in a session: a server, windows of their own, and the project of the one who begins. */
export interface Meeting {
  readonly cloud: TestCloud;
  readonly people: People;
  readonly project: TemporaryProject;
}

/**
 * Makes it all before each test of the file that calls this, and takes it away after. `environment` is asked before each for the server's.
 */
export function withMeeting(
  files: Readonly<Record<string, string>>,
  environment: () => Promise<Record<string, string>> = async () => ({}),
): Meeting {
  let cloud: TestCloud;
  let people: People;
  let project: TemporaryProject;
  test.beforeEach(async () => {
    cloud = await startTestCloud(await environment());
    people = createPeople(cloud.url);
    project = await createProject(files);
  });
  test.afterEach(async () => {
    await people.dispose();
    await project.dispose();
    await cloud.close();
  });
  return {
    get cloud() {
      return cloud;
    },
    get people() {
      return people;
    },
    get project() {
      return project;
    },
  };
}
