import { DomainError } from '@posture/domain';

/** An address that was to be listened at, and the settings that name it: `POSTURE` of `POSTURE_HOST` and `POSTURE_PORT`. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  readonly settings: string;
  /** Whether `posture serve` takes the two as `--host` and `--port` as well. */
  readonly hasOptions: boolean;
}

/** @returns `server.port_busy`, `server.address_unusable`; all else as it came */
export function cannotListen(error: unknown, { host, port, settings, hasOptions }: ListenAddress): unknown {
  const naming = (part: 'host' | 'port') => `${settings}_${part.toUpperCase()}${hasOptions ? ` or --${part}` : ''}`;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return new DomainError('server.port_busy', 'conflict', `Port ${port} on ${host} is taken by another program.`, {
      field: `${settings}_PORT`,
      remedy: `Stop that program, or choose another port with ${naming('port')} (0 takes a free one).`,
      cause: error,
    });
  }
  if (code === 'EADDRNOTAVAIL' || code === 'EACCES' || code === 'ENOTFOUND') {
    return new DomainError(
      'server.address_unusable',
      'invalid',
      `Nothing can listen at ${host}, port ${port}: ${code}.`,
      {
        field: code === 'EACCES' ? `${settings}_PORT` : `${settings}_HOST`,
        remedy: `Give an address of this machine and a port this user may take, with ${naming('host')} and ${naming('port')}.`,
        cause: error,
      },
    );
  }
  return error;
}
