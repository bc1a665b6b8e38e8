import { childEnvironment } from './child-environment';

describe('the variables of a process that was started', () => {
  const env = {
    PATH: '/usr/bin',
    POSTURE_PORT: '0',
    PGSSLROOTCERT: '/etc/ca.pem',
    NODE_EXTRA_CA_CERTS: '/etc/ca.pem',
    OKTA_TOKEN: 'canary',
    AWS_SECRET_ACCESS_KEY: 'canary',
    PATHS: 'canary',
  };

  it('are those of its settings and its drivers where it is the server, and no other', () => {
    expect(Object.keys(childEnvironment('server', env))).toEqual([
      'PATH',
      'POSTURE_PORT',
      'PGSSLROOTCERT',
      'NODE_EXTRA_CA_CERTS',
    ]);
  });

  it('are what Node needs where it is the sandbox', () => {
    expect(Object.keys(childEnvironment('sandbox', env))).toEqual(['PATH', 'NODE_EXTRA_CA_CERTS']);
  });
});
