export { createNewProjects, type NewProjects } from './new-projects.ts';
export { createProjectRecords, type ProjectRecords } from './project-records.ts';
export { createProjectsService, type ProjectsService } from './service.ts';
export { requireTrusted } from './trust.ts';
