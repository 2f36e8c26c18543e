/** ELK in a worker of its own: fetched when the first chart is asked for, and never in the page's way. */
import ELK from 'elkjs/lib/elk-api'
import workerUrl from 'elkjs/lib/elk-worker.min.js?url'

export const elk = new ELK({ workerUrl })
