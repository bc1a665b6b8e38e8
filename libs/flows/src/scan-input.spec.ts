import { profileOf, scanInputOf } from './scan-input';

describe('what a run was asked', () => {
  it('is read from its row as it was written', () => {
    const input = { profile: 'strict-gov', read: ['all-factors'], acceptDisappearance: true, activityDays: 7 } as const;

    expect(scanInputOf({ input: { ...input, read: [...input.read] } })).toEqual(input);
  });

  it('is the profile alone where nothing is read', () => {
    expect(profileOf({ input: { profile: 'default' } })).toBe('default');
    expect(scanInputOf({ input: { profile: 'default' } })).toEqual({
      profile: 'default',
      read: [],
      acceptDisappearance: false,
      activityDays: 0,
    });
  });

  it.each([[{}], [{ profile: 'of-another-version' }], [{ profile: 7 }]])('refuses %j, with what to do', (input) => {
    expect(() => profileOf({ input })).toThrow(
      expect.objectContaining({ code: 'run.profile_unknown', remedy: expect.any(String) as string }) as Error,
    );
  });
});
