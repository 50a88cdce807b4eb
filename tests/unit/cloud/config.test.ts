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

  it('asks for the secret that relay servers need', () => {
    expect(() => readConfig({ TURN_URLS: 'turn:relay.example:3478' })).toThrow('TURN_SECRET');
    expect(readConfig({ TURN_URLS: 'stun:relay.example:3478' }).relay.urls).toEqual(['stun:relay.example:3478']);
    expect(
      readConfig({ TURN_URLS: 'stun:a.example, turns:b.example', TURN_SECRET: '0123456789abcdef' }).relay.urls,
    ).toEqual(['stun:a.example', 'turns:b.example']);
  });
});
