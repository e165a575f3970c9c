import { failed, found, skippedAfter, warning, type Known, type Outcome, type Surroundings } from '../../check'
import { examineFolder } from './folder'
import { examineRedis } from './redis'

/** Whether the storage can be reached, written, and is shared where processes are several. */
export async function checkStorage({ config }: Known, { environment, folder }: Surroundings): Promise<Outcome> {
  if (!config)
    return skippedAfter('variables')
  const { storage, tokenEndpoint } = config
  if (/^rediss?:/.test(storage))
    return found(...await examineRedis(storage))
  const isCluster = Number(environment.NITRO_CLUSTER_WORKERS) > 1 || /cluster/.test(environment.NITRO_PRESET ?? '')
  const notShared = tokenEndpoint === 'classic' ? failed('storage_not_shared_classic') : warning('storage_not_shared')
  const problems = [...storage.startsWith('fs:') ? examineFolder(storage.slice('fs:'.length), folder) : [], ...isCluster ? [notShared] : []]
  if (problems.length > 0)
    return found(...problems)
  return found({ status: 'ok', text: storage === 'memory' ? 'storage_memory' : 'storage_folder' })
}
