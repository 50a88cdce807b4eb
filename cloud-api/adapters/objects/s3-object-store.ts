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
  /** Milliseconds of silence after which a request fails. */
  readonly patience?: number;
}

/** Milliseconds for a connection, and of silence on one. */
const connectPatience = 3000;
const answerPatience = 15_000;
/** Milliseconds for which an answer to `ping` holds: readiness is asked more often than S3 should be. */
const pingHolds = 2000;

interface Loaded {
  readonly sdk: typeof import('@aws-sdk/client-s3');
  readonly client: S3Client;
}

/** Objects in a bucket of any S3. The SDK is loaded when it is first needed. */
export function createS3ObjectStore(settings: S3Settings): ObjectStore {
  const { bucket: Bucket, patience = answerPatience } = settings;
  let loading: Promise<Loaded> | undefined;
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
        requestHandler: { connectionTimeout: connectPatience, requestTimeout: patience, throwOnRequestTimeout: true },
        maxAttempts: 2,
        ...(settings.endpoint === null ? {} : { endpoint: settings.endpoint }),
        ...(settings.credentials === null ? {} : { credentials: settings.credentials }),
      }),
    }));
    return loading;
  };

  const asked = async <Answer>(ask: (loaded: Loaded) => Promise<Answer>): Promise<Answer> => {
    const loaded = await load();
    return ask(loaded).catch((error: unknown) => {
      if (error instanceof RangeError) throw error;
      throw new ObjectStoreError(explain(error, settings), { cause: error });
    });
  };

  const find = (key: string) =>
    asked(({ sdk, client }) =>
      client.send(new sdk.GetObjectCommand({ Bucket, Key: key })).catch((error: unknown) => {
        if (error instanceof sdk.NoSuchKey) return null;
        throw error;
      }),
    );

  return {
    async put(key, { contentType, size, body }) {
      assertKey(key);
      const Body = Readable.from(ofSize(body, size), { objectMode: false });
      // The SDK does not listen to the body: its fault would end the process, and the request would wait for the rest.
      const fault = new AbortController();
      Body.on('error', (error) => fault.abort(error));
      const request = { Bucket, Key: key, Body, ContentLength: size, ContentType: contentType };
      await asked(({ sdk, client }) =>
        client.send(new sdk.PutObjectCommand(request), { abortSignal: fault.signal }).catch((error: unknown) => {
          throw fault.signal.reason ?? error;
        }),
      ).finally(() => Body.destroy());
    },
    async get(key) {
      assertKey(key);
      const found = await find(key);
      if (found === null) return null;
      const { Body, ContentType = 'application/octet-stream', ContentLength } = found;
      if (!Body || ContentLength === undefined) throw new ObjectStoreError('S3 answered without the object.');
      return { contentType: ContentType, size: ContentLength, body: Body.transformToWebStream() };
    },
    async remove(key) {
      assertKey(key);
      await asked(({ sdk, client }) => client.send(new sdk.DeleteObjectCommand({ Bucket, Key: key })));
    },
    ping() {
      if (pinged === null || performance.now() - pinged.at > pingHolds) {
        // Asking for an object needs no more rights than the server's work does; a bucket that is missing is named in the answer.
        pinged = {
          at: performance.now(),
          answer: find('readiness').then((found) => found?.Body?.transformToWebStream().cancel()),
        };
      }
      return pinged.answer;
    },
    dispose() {
      loading?.then(({ client }) => client.destroy());
    },
  };
}

/** What a person who set it up can do about it. */
function explain(error: unknown, { bucket, endpoint }: S3Settings): string {
  const where = endpoint ?? 'AWS';
  const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  if (status === 404)
    return `The bucket ${bucket} does not exist at ${where}. Make it, or set S3_BUCKET to one that does.`;
  if (status === 403)
    return `${where} does not let this server use the bucket ${bucket}. Check the S3 keys and what they may do.`;
  if (status === 301) return `The bucket ${bucket} is in another region. Set S3_REGION to it.`;
  return `S3 at ${where} cannot be reached: ${message || name}`;
}
