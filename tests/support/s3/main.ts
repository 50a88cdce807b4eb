import { argv } from 'node:process';
import S3rver from '@20minutes/s3rver';

// An S3 server in a process of its own: node main.ts <port> <folder> <bucket>. It says so when it listens.
const [port = '', directory = '', bucket = ''] = argv.slice(2);
const server = new S3rver({
  address: '127.0.0.1',
  port: Number(port),
  directory,
  silent: true,
  configureBuckets: [{ name: bucket }],
});
await server.run();
console.log('listening');
