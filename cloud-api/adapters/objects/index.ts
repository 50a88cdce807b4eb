export { createFileObjectStore } from './file-object-store.ts';
export { createS3ObjectStore, type S3Settings } from './s3-object-store.ts';
