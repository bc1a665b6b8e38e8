import { Remembered } from './remembered';

describe('A figure', () => {
  let now = 0;
  let asked = 0;
  const remembered = (tookMs: number) =>
    new Remembered(
      async () => {
        now += tookMs;
        return (asked += 1);
      },
      () => now,
    );
  beforeEach(() => {
    now = asked = 0;
  });

  it('is asked for once in ten seconds, however many want it', async () => {
    const figure = remembered(5);
    expect(await Promise.all([figure.get(), figure.get(), figure.get()])).toEqual([1, 1, 1]);
    now = 10_004;
    expect(await figure.get()).toBe(1);
    now = 10_005;
    expect(await figure.get()).toBe(2);
  });

  it('takes a hundredth of the time of the store at most', async () => {
    const figure = remembered(1_000);
    await figure.get();
    now = 100_999;
    expect(await figure.get()).toBe(1);
    now = 101_000;
    expect(await figure.get()).toBe(2);
  });

  it('is asked for again at once when it could not be had', async () => {
    let fails = true;
    const figure = new Remembered(
      async () => {
        if (fails) throw new Error('away');
        return 7;
      },
      () => now,
    );
    await expect(figure.get()).rejects.toThrow('away');
    fails = false;
    expect(await figure.get()).toBe(7);
  });
});
