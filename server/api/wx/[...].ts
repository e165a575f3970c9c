import { defineEventHandler } from 'h3'
import { answerStatus } from '../../http/answers/error-answer'

/** Unknown routes get a JSON 404 instead of the HTML page, which caches may keep. */
export default defineEventHandler(event => answerStatus(event, 404, 'No such route.'))
