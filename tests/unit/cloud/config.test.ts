import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../../cloud-api/config.ts';

describe('the configuration', () => {
  it('needs nothing', () => {
    expect(readConfig({})).toMatchObject({ host: '127.0.0.1', port: 4400, redisUrl: null, trustedProxies: 0 });
    expect(readConfig({ REDIS_URL: '', PORT: '' })).toMatchObject({ port: 4400, redisUrl: null });
  });

  it('names everything that is wrong, and no value', () => {
    const wrong = { PORT: '70000', REDIS_URL: 'http://user:hunter2@redis', TURN_SECRET: 'short', LOG_LEVEL: 'loud' };
    const read = () => readConfig(wrong);
    expect(read).toThrow(ConfigError);
    for (const name of Object.keys(wrong)) expect(read).toThrow(name);
    expect(read).not.toThrow('hunter2');
  });

  it('asks for what belongs together', () => {
    expect(() => readConfig({ DATABASE_URL: 'postgres://db/cloud' })).toThrow('AUTH_SECRET');
    expect(() => readConfig({ SMTP_URL: 'smtp://mail.example' })).toThrow('MAIL_FROM');
    expect(() => readConfig({ GITHUB_CLIENT_ID: 'id' })).toThrow('GITHUB_CLIENT_SECRET');
    expect(readConfig({ PUBLIC_URL: 'https://cloud.example/' }).publicUrl).toBe('https://cloud.example');
  });

  it('asks for all that S3 needs, and finds out how the bucket is named', () => {
    const keys = { S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'secret' };
    expect(readConfig({}).s3).toBeNull();
    expect(() => readConfig({ S3_ENDPOINT: 'https://s3.example', ...keys })).toThrow('S3_BUCKET');
    expect(() => readConfig({ S3_ENDPOINT: 'https://s3.example', S3_BUCKET: 'cloud' })).toThrow('S3_ACCESS_KEY_ID');
    expect(() => readConfig({ S3_BUCKET: 'cloud', S3_ACCESS_KEY_ID: 'id' })).toThrow('S3_SECRET_ACCESS_KEY');
    expect(() => readConfig({ S3_BUCKET: 'Not A Bucket' })).toThrow('S3_BUCKET');
    expect(() => readConfig({ S3_BUCKET: 'cloud', S3_ENDPOINT: 'ftp://x', ...keys })).toThrow('S3_ENDPOINT');
    const given = { S3_BUCKET: 'cloud', S3_ENDPOINT: 'https://s3.example', ...keys };
    const credentials = { accessKeyId: 'id', secretAccessKey: 'secret' };
    const expected = { endpoint: 'https://s3.example', region: 'us-east-1', bucket: 'cloud', credentials };
    expect(readConfig(given).s3).toEqual({ ...expected, pathStyle: true });
    expect(readConfig({ ...given, S3_PATH_STYLE: 'false' }).s3?.pathStyle).toBe(false);
    expect(readConfig({ S3_BUCKET: 'cloud' }).s3).toMatchObject({
      endpoint: null,
      credentials: null,
      pathStyle: false,
    });
  });

  it('asks for the secret that relay servers need', () => {
    expect(() => readConfig({ TURN_URLS: 'turn:relay.example:3478' })).toThrow('TURN_SECRET');
    expect(readConfig({ TURN_URLS: 'stun:relay.example:3478' }).relay.urls).toEqual(['stun:relay.example:3478']);
    expect(
      readConfig({ TURN_URLS: 'stun:a.example, turns:b.example', TURN_SECRET: '0123456789abcdef' }).relay.urls,
    ).toEqual(['stun:a.example', 'turns:b.example']);
  });
});
