import { answerCheck, answerPush } from '../../http/push/answer-push'
import { defineWechatHandler } from '../../utils/wechat'

/** The URL of the console's server configuration (服务器配置): its check, and what users send and do. */
export default defineWechatHandler(['GET', 'POST'], event => event.method === 'POST' ? answerPush(event) : answerCheck(event))
