import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { assertKey, type ObjectStore, ObjectStoreError, ofSize } from '../../objects.ts';

export interface S3Settings {
  /** Null for AWS itself. */
  readonly endpoint: string | null;
  readonly region: string;
  readonly bucket: string;
  /** Null for what the machine has: a role, or AWS's own variables. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | null;
  /** Whether the bucket stands in the path, as most servers other than AWS have it, and not in the host. */
  readonly pathStyle: boolean;
}

/** Milliseconds for a connection, and for silence on one. */
const connectPatience = 3000;
const answerPatience = 15_000;
/** Milliseconds for which an answer to `ping` holds: readiness is asked more often than S3 should be. */
const pingHolds = 2000;

/** Objects in a bucket of any S3. The SDK is loaded when it is first needed. */
export function createS3ObjectStore(settings: S3Settings): ObjectStore {
  const { bucket: Bucket } = settings;
  let loading: Promise<{ sdk: typeof import('@aws-sdk/client-s3'); client: S3Client }> | undefined;
  let pinged: { at: number; answer: Promise<void> } | null = null;

  const load = () => {
    loading ??= import('@aws-sdk/client-s3').then((sdk) => ({
      sdk,
      client: new sdk.S3Client({
        region: settings.region,
        forcePathStyle: settings.pathStyle,
        // Other servers than AWS's don't know the checksums that the SDK adds on its own: some keep them as part of the object.
        requestChecksumCalculation: 'WHEN_REQUIRED',
        responseChecksumValidation: 'WHEN_REQUIRED',
        requestHandler: { connectionTimeout: connectPatience, requestTimeout: answerPatience },
        maxAttempts: 2,
        ...(settings.endpoint === null ? {} : { endpoint: settings.endpoint }),
        ...(settings.credentials === null ? {} : { credentials: settings.credentials }),
      }),
    }));
    return loading;
  };

  const askForBucket = async () => {
    const { sdk, client } = await load();
    await client.send(new sdk.HeadBucketCommand({ Bucket })).catch((error: unknown) => {
      throw new ObjectStoreError(describe(error, settings), { cause: error });
    });
  };

  return {
    async put(key, { contentType, size, body }) {
      assertKey(key);
      const { sdk, client } = await load();
      const Body = Readable.from(ofSize(body, size), { objectMode: false });
      try {
        await client.send(
          new sdk.PutObjectCommand({ Bucket, Key: key, Body, ContentLength: size, ContentType: contentType }),
        );
      } finally {
        Body.destroy();
      }
    },
    async get(key) {
      assertKey(key);
      const { sdk, client } = await load();
      try {
        const found = await client.send(new sdk.GetObjectCommand({ Bucket, Key: key }));
        if (!found.Body) throw new ObjectStoreError('S3 answered without the object.');
        return {
          contentType: found.ContentType ?? 'application/octet-stream',
          size: found.ContentLength ?? 0,
          body: found.Body.transformToWebStream() as ReadableStream<Uint8Array>,
        };
      } catch (error) {
        if (error instanceof sdk.NoSuchKey) return null;
        throw error;
      }
    },
    async remove(key) {
      assertKey(key);
      const { sdk, client } = await load();
      await client.send(new sdk.DeleteObjectCommand({ Bucket, Key: key }));
    },
    ping() {
      if (pinged === null || performance.now() - pinged.at > pingHolds) {
        pinged = { at: performance.now(), answer: askForBucket() };
      }
      return pinged.answer;
    },
    dispose() {
      loading?.then(({ client }) => client.destroy());
    },
  };
}

/** What a person who set it up can do about it; S3 says nothing more than a status to a question about a bucket. */
function describe(error: unknown, { bucket, endpoint }: S3Settings): string {
  const where = endpoint ?? 'AWS';
  const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  if (status === 404) return `The bucket ${bucket} does not exist at ${where}. Make it, or set S3_BUCKET to one that does.`;
  if (status === 403) return `${where} does not let this server use the bucket ${bucket}. Check the S3 keys and what they may do.`;
  if (status === 301) return `The bucket ${bucket} is in another region. Set S3_REGION to it.`;
  return `S3 at ${where} cannot be reached: ${message || name}`;
}
