import type { LookupAddress } from 'node:dns';
import { orgLookup } from './org-lookup';

function lookup(local: boolean, found: LookupAddress[]): Promise<unknown> {
  const guarded = orgLookup(local, (_host, _options, done) => done(null, found));
  return new Promise((resolve, reject) =>
    guarded('acme.okta.example', { all: true }, (error, addresses) =>
      error === null ? resolve(addresses) : reject(error),
    ),
  );
}

const publicAddress = { address: '93.184.216.34', family: 4 };
const privateAddress = { address: '169.254.169.254', family: 4 };

describe('resolving the org for a connection', () => {
  it('gives public addresses, and refuses a name with a private one among its own', async () => {
    await expect(lookup(false, [publicAddress])).resolves.toEqual([publicAddress]);
    await expect(lookup(false, [publicAddress, privateAddress])).rejects.toMatchObject({
      code: 'okta.domain_invalid',
      field: 'oktaDomain',
    });
  });

  it('gives only loopback addresses for an org on this machine', async () => {
    const loopback = [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ];
    await expect(lookup(true, loopback)).resolves.toEqual(loopback);
    for (const other of [privateAddress, { address: '10.0.0.1', family: 4 }, publicAddress]) {
      await expect(lookup(true, [...loopback, other])).rejects.toMatchObject({ code: 'okta.domain_invalid' });
    }
  });
});
