declare module '@20minutes/s3rver' {
  /** The part of the server that tests use; the package brings no types along. */
  export default class S3rver {
    constructor(options: {
      address: string;
      port: number;
      directory: string;
      silent: boolean;
      configureBuckets: { name: string }[];
    });
    run(): Promise<unknown>;
  }
}
