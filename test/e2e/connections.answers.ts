import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { NoticeFlow } from '@posture/flows';
import type { ScannedServer } from './server.answers';

/** How it goes by itself with an org that was scanned. */
export function itGoesByItself(server: ScannedServer & { readonly app: NestFastifyApplication }): void {
  it('NOT-05: tells that an org is ready for review, with how much there is, and takes note of who has seen it', async () => {
    await server.app.get(NoticeFlow).look();
    const { data } = (await server.api.get('/notices')).body as { data: { id: string; type: string }[] };
    const ready = data.find(({ type }) => type === 'sync.first_ready')!;
    expect(ready).toMatchObject({ connectionId: server.id, data: { bySeverity: { critical: expect.any(Number) } } });
    expect((await server.api.get(`/notices/${ready.id}`)).body).toEqual({ ...ready, mails: [] });
    const seen = await server.api.post(`/notices/${ready.id}/acknowledge`);
    expect(seen.body.acknowledgedBy).toMatchObject({ name: 'owner' });
    expect((await server.api.get('/notices/mail')).body).toMatchObject({ state: 'off', pending: 0 });
  });

  itTellsWhatBecameOfSyncs(server);
}

/** The same, of what goes by without a look by the clock. */
export function itTellsWhatBecameOfSyncs(server: ScannedServer): void {
  it('tells who reaches what only since, and who no more', async () => {
    const scans = (await server.api.get(`/scans?connectionId=${server.id}`)).body.data as { asOf: string }[];
    const [to, from] = [scans[0]!.asOf, scans.at(-1)!.asOf];
    const path = `/connections/${server.id}/drift/access`;
    expect((await server.api.get(`${path}?from=${from}&to=${to}`)).body.data).toEqual([]);
    const reversed = await server.api.get(`${path}?from=${to}&to=2026-01-01T00:00:00Z`);
    expect([reversed.status, reversed.body.code]).toEqual([404, 'inventory.version_not_found']);
  });

  it('tells whoever watches a sync that has ended just that', async () => {
    const [sync] = (await server.api.get(`/connections/${server.id}/syncs`)).body.data as { id: string }[];
    const { text } = await server.api.get(`/syncs/${sync!.id}/events`);
    const [, data] = /^event: ended\ndata: (.*)$/m.exec(text) as unknown as [string, string];
    expect(JSON.parse(data)).toEqual((await server.api.get(`/syncs/${sync!.id}`)).body);
  });
}
