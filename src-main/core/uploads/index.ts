export { createUploadsRouter } from './router.ts';
export { createUploads, type Uploads } from './uploads.ts';
