import { addressesOf, isAsleep, send } from '../../support/before-script';
import { expect, expectConfirmed, expectProfile, expectScript, signIn, test } from '../../support/fixtures';

/** A slow 3G: every answer begins after 2 s, and 50 KB/s come. */
const slow3G = { offline: false, latency: 2_000, downloadThroughput: 50_000, uploadThroughput: 50_000 };

for (const does of ['kept', 'saved'] as const)
  test(`on a slow network, what is typed before the script has come is ${does}`, async ({ page, person, stack }) => {
    test.setTimeout(120_000);
    await signIn(page, person);
    await page.goto('about:blank');
    const network = await page.context().newCDPSession(page);
    await network.send('Network.clearBrowserCache');
    await network.send('Network.emulateNetworkConditions', slow3G);
    const addresses = addressesOf(page);
    const began = Date.now();
    const since = (what: string) =>
      test.info().annotations.push({ type: what, description: `${((Date.now() - began) / 1000).toFixed(1)} s` });

    await page.goto('/settings/profile', { waitUntil: 'commit' });
    await page.getByRole('textbox', { name: 'First name' }).waitFor({ timeout: 30_000 });
    since('the form is there');
    await page.getByRole('radio', { name: 'Teal' }).check();
    await page.getByRole('textbox', { name: 'First name' }).fill('Early');
    await isAsleep(page);
    if (does === 'saved') {
      await send.Enter(page);
      await expect
        .poll(() => stack.clerk.getUser(person.id), { timeout: 60_000 })
        .toMatchObject({ first_name: 'Early', public_metadata: { avatarColor: 'teal' } });
      since('it is saved');
      await expectScript(page);
    } else {
      await expect(page.locator('[data-sync]')).toHaveAttribute('data-sync', 'unsaved', { timeout: 60_000 });
      since('the script runs');
      await send.Save(page);
    }
    await expectConfirmed(page, { timeout: 60_000 });
    since('the page says so');
    await expectProfile(page, { firstName: 'Early', lastName: 'Lee', colour: 'Teal' });
    expect(stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Early' });
    expect(addresses.filter((address) => /Early|Lee|firstName/.test(address))).toEqual([]);
  });
