import type { LookupAddress } from 'node:dns';
import { guardedLookup } from './guarded-lookup';

const PUBLIC = { address: '93.184.216.34', family: 4 };
const PUBLIC_6 = { address: '2606:2800:220:1::1', family: 6 };
const HIDDEN = { address: '169.254.169.254', family: 4 };
const HIDDEN_6 = { address: 'fd00::1', family: 6 };

function lookup(found: LookupAddress[], options: { all?: boolean; family?: number } = { all: true }): Promise<unknown> {
  const guarded = guardedLookup(
    (address) => address !== HIDDEN.address && address !== HIDDEN_6.address,
    (host) => new Error(`${host} is hidden`),
    (_host, _options, done) => done(null, found),
  );
  return new Promise((resolve, reject) =>
    guarded('acme.example', options, (error, addresses, family) =>
      error === null ? resolve(family === undefined ? addresses : [addresses, family]) : reject(error),
    ),
  );
}

describe('Resolving a name for a connection', () => {
  it('gives the addresses that are admitted', async () => {
    await expect(lookup([PUBLIC, PUBLIC_6])).resolves.toEqual([PUBLIC, PUBLIC_6]);
  });

  it('refuses a name one of whose addresses is not, whichever family was asked for', async () => {
    await expect(lookup([PUBLIC, HIDDEN])).rejects.toThrow('acme.example is hidden');
    await expect(lookup([PUBLIC, HIDDEN_6], { all: true, family: 4 })).rejects.toThrow('acme.example is hidden');
  });

  it('answers with one address, of the family asked for, when one is asked for', async () => {
    await expect(lookup([PUBLIC, PUBLIC_6], {})).resolves.toEqual([PUBLIC.address, 4]);
    await expect(lookup([PUBLIC, PUBLIC_6], { family: 6 })).resolves.toEqual([PUBLIC_6.address, 6]);
  });

  it('finds none where there is none of the family', async () => {
    await expect(lookup([])).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(lookup([PUBLIC], { all: true, family: 6 })).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });
});
