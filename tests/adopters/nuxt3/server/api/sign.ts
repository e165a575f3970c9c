export default defineWechatHandler('GET', async () => await useWechat().signPage('https://example.com/'))
