import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PasswordVerifier, hashPassword } from './password-hash.ts';

test('a password is verified against its salted hash, twice', async () => {
  const verifier = new PasswordVerifier();
  const hash = await hashPassword('Str0ng!Passw0rd');
  assert.match(hash, /^scrypt\$16384\$8\$1\$/);
  assert.notEqual(hash, await hashPassword('Str0ng!Passw0rd'));
  assert.equal(await verifier.verify('Str0ng!Passw0rd', hash), true);
  assert.equal(await verifier.verify('Str0ng!Passw0rd', hash), true);
  assert.equal(await verifier.verify('str0ng!Passw0rd', hash), false);
});

test('a hash of another form is never right', async () => {
  assert.equal(await new PasswordVerifier().verify('', 'plain$'), false);
});
