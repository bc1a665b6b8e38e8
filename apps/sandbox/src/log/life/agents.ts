import type { Agent } from '../log-event';

const computer = (os: string, browser: string, raw: string): Agent => ({ raw, os, browser, device: 'Computer' });
const mobile = (os: string, browser: string, raw: string): Agent => ({ raw, os, browser, device: 'Mobile' });
const program = (raw: string): Agent => ({ raw, os: 'Unknown', browser: 'UNKNOWN', device: 'Unknown' });

export const LAPTOPS: readonly Agent[] = [
  computer(
    'Mac OS X',
    'CHROME',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  ),
  computer(
    'Windows 10',
    'CHROME',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  ),
  computer(
    'Windows 10',
    'EDGE',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
  ),
  computer('Windows 10', 'FIREFOX', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0'),
];

export const PHONES: readonly Agent[] = [
  mobile(
    'iOS (iPhone)',
    'SAFARI',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
  ),
  mobile(
    'Android',
    'CHROME',
    'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
  ),
];

export const LINUX_FIREFOX = computer(
  'Linux',
  'FIREFOX',
  'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
);
export const OLD_CHROME = computer(
  'Windows 7',
  'CHROME',
  'Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36',
);
export const PYTHON = program('python-requests/2.32.3');
export const GO_CLIENT = program('Go-http-client/2.0');
export const PROVISIONING_JOB = program('brightwater-sync/3.2 okta-sdk-java/20.0.0');
export const TERRAFORM = program('okta-terraform/4.18.0 okta-sdk-golang/5.0.2');
export const MAIL_CLIENT = computer('Windows 10', 'UNKNOWN', 'Microsoft Office/16.0 (Windows NT 10.0; Outlook 16.0)');
