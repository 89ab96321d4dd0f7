/** Every code that a package throws. One mistake has one code, whichever package notices it; what to do stands in the message. */
export type RnpErrorCode = ArgumentCode | ComputeCode | FileCode | ImageCode | DataCode | QueueCode;

/** What the caller passed or typed. */
type ArgumentCode =
  /** An argument, option or setting is missing, unknown, of the wrong type or out of its range. */
  | 'RNP_CONFIG'
  /** A tensor has another shape or type than is needed, or was disposed of. */
  | 'RNP_SHAPE'
  /** Images or programs have the wrong shape, or values out of their range. */
  | 'RNP_IMAGES'
  /** Weights do not fit their config, a weight file is damaged, or the model was disposed of. */
  | 'RNP_WEIGHTS'
  /** The data is no parse tree; the path leads to the place. */
  | 'RNP_PARSE_TREE'
  /** A command was typed wrongly. */
  | 'RNP_USAGE';

/** Training and computing. */
type ComputeCode =
  /** A loss, a weight or a drawing is NaN or infinite. */
  | 'RNP_DIVERGED'
  /** A worker died or did not start. */
  | 'RNP_WORKER'
  /** Another run writes to the same folder, or trains the same model. */
  | 'RNP_BUSY'
  /** The process of a run ended without saying how. */
  | 'RNP_RUN_LOST'
  /** There is no backend of this name, or no name was given. */
  | 'RNP_BACKEND_UNKNOWN'
  /** The backend's package is not installed; the message holds the npm command. */
  | 'RNP_BACKEND_MISSING'
  /** The backend does not start, or one of its kernels cannot do what was asked. */
  | 'RNP_BACKEND_FAILED'
  /** The memory of the WASM engine is exhausted; nothing of the failed step stays. */
  | 'RNP_BACKEND_MEMORY'
  /** The WASM engine has stopped or was removed, and its tensors are lost. */
  | 'RNP_BACKEND_ABORTED';

/** Files and stores. */
type FileCode =
  /** A file or folder is not there, is of another kind (a folder, a pipe), or cannot be read or written. */
  | 'RNP_FILE'
  /** An object store cannot be read or written. */
  | 'RNP_STORE'
  /** A folder of images is no longer what it was when it was listed. */
  | 'RNP_CORPUS_CHANGED';

/** Pictures. */
type ImageCode =
  /** The file has no bytes. */
  | 'RNP_IMAGE_EMPTY'
  /** Neither PNG nor JPEG, or of a kind that is not read (CMYK, 12 bits, arithmetic coding). */
  | 'RNP_IMAGE_FORMAT'
  /** The picture ends too early. */
  | 'RNP_IMAGE_TRUNCATED'
  /** The picture contradicts itself: checksum, chunk order, compressed data, palette. */
  | 'RNP_IMAGE_CORRUPT'
  /** More pixels, bytes, scans or chunks than the limits say; refused before decoding. */
  | 'RNP_IMAGE_TOO_LARGE'
  /** The picture is of one shade, so there is nothing to take apart. */
  | 'RNP_IMAGE_BLANK'
  /** Decoding took longer than the limits say, and was stopped. */
  | 'RNP_IMAGE_TIMEOUT'
  /** The picture ended the process that read it. */
  | 'RNP_IMAGE_ABORTED'
  /** The process that reads pictures cannot be started. */
  | 'RNP_IMAGE_READER'
  /** The size, channels and data of a raster do not fit, or rasters do not fit together. */
  | 'RNP_IMAGE_RASTER'
  /** The text is no SVG document, or none that can be drawn. */
  | 'RNP_IMAGE_SVG';

/** Data sets, and points to analyse. */
type DataCode =
  /** There is no data set of this name. */
  | 'RNP_DATA_UNKNOWN'
  /** The images are not those that a run or a task is about. */
  | 'RNP_DATA_OTHER'
  /** A worker does not read this data for anybody. */
  | 'RNP_DATA_REFUSED'
  /** A folder of pictures cannot be read as a data set. */
  | 'RNP_DATA_FOLDER'
  /** A picture of a data set cannot be read. */
  | 'RNP_DATA_IMAGE'
  /** An archive has an entry that no honest archive has: a link, a path that leaves it, too much of anything. */
  | 'RNP_DATA_ARCHIVE'
  /** Bytes are not what their format says. */
  | 'RNP_DATA_FORMAT'
  /** Fewer bytes than expected. */
  | 'RNP_DATA_TRUNCATED'
  /** More bytes than expected; reading stopped there. */
  | 'RNP_DATA_TOO_LARGE'
  /** The right number of bytes, but not the right ones. */
  | 'RNP_DATA_CHECKSUM'
  /** Images and labels, or images and shape, do not belong together. */
  | 'RNP_DATA_MISMATCH'
  /** No mirror delivered the file, or downloading was forbidden. */
  | 'RNP_DATA_DOWNLOAD'
  /** An address is neither https nor on this machine. */
  | 'RNP_DATA_INSECURE'
  /** Points have no rows, rows of different lengths, or a value that is not finite. */
  | 'RNP_ANALYSIS_POINTS'
  /** Labels are no whole numbers, or not one for each point. */
  | 'RNP_ANALYSIS_LABELS'
  /** A saved map is damaged, of another version, or the file holds none. */
  | 'RNP_ANALYSIS_MAP';

/** Queues. */
type QueueCode =
  /** The queue server does not answer, or does not let us in. */
  | 'RNP_QUEUE'
  /** A batch or task cannot be queued: its key, its payload, two tasks of one key. */
  | 'RNP_QUEUE_TASK'
  /** What the server keeps of a batch is damaged. */
  | 'RNP_QUEUE_RECORD'
  /** A task asks for more than this worker allows. */
  | 'RNP_TASK_LIMIT'
  /** A task's key is not that of what it asks for. */
  | 'RNP_TASK_KEY'
  /** A task belongs into another store than the worker's. */
  | 'RNP_STORE_OTHER'
  /** No worker can make a shard; the message holds what the worker said. */
  | 'RNP_SHARD_FAILED'
  /** No batch wants the task any more. */
  | 'RNP_TASK_CANCELLED'
  /** Another worker has the task now, and the result of this one would not count. */
  | 'RNP_LOCK_LOST'
  /** The worker stops, and the task goes back to the queue. */
  | 'RNP_STOPPING';
