/** What is put into other texts. What a variable takes is in the schema, in English. */
export const words = {
  ahead: 'ahead',
  behind: 'behind',
  unknown_address: '(WeChat does not name it; see the check `reach`)',
  another_host: 'another host',
  tls: 'no common protocol or cipher, or a certificate that is not valid yet',
  certificate_expired: 'its certificate has expired, or this machine\'s clock is wrong',
  certificate_wrong_host: 'its certificate is another host\'s: a proxy answers in WeChat\'s place',
  certificate_untrusted: 'its certificate is not trusted: a proxy answers in WeChat\'s place, or NODE_EXTRA_CA_CERTS is missing',
  slip_quotes: 'There is a quotation mark in the value.',
  slip_full_width: 'There is a full-width character in the value, such as ，.',
  slip_invisible: 'There is an invisible character in the value; type it again.',
  slip_newline: 'There is a line break in the value.',
  slip_space: 'There is a space in the value.',
  slip_scheme: 'Leave out https://.',
  slip_original_id: 'This is the account\'s original ID (原始ID); the AppID begins with wx.',
  slip_corp_id: 'This is a corporation\'s ID of WeCom; an official account\'s AppID begins with wx.',
}
