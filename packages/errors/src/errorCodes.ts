/** Every code that a package throws. One mistake has one code, whichever package notices it; the message says what to do. */
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
  /** The data is not a parse tree; the path leads to the fault. */
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
  /** The process of a run ended without a report. */
  | 'RNP_RUN_LOST'
  /** There is no backend of this name, or no name was given. */
  | 'RNP_BACKEND_UNKNOWN'
  /** The backend's package is not installed; the message contains the npm command. */
  | 'RNP_BACKEND_MISSING'
  /** The backend does not start, or one of its kernels cannot execute a call. */
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
  /** The file is neither PNG nor JPEG, or of an unsupported kind (CMYK, 12 bits, arithmetic coding). */
  | 'RNP_IMAGE_FORMAT'
  /** The picture ends too early. */
  | 'RNP_IMAGE_TRUNCATED'
  /** The picture contradicts itself: checksum, chunk order, compressed data, palette. */
  | 'RNP_IMAGE_CORRUPT'
  /** The picture has more pixels, bytes, scans or chunks than the limits allow; refused before decoding. */
  | 'RNP_IMAGE_TOO_LARGE'
  /** The picture has only one shade, so there is nothing to parse. */
  | 'RNP_IMAGE_BLANK'
  /** Decoding took longer than the limits allow, and was stopped. */
  | 'RNP_IMAGE_TIMEOUT'
  /** The picture ended the process that read it. */
  | 'RNP_IMAGE_ABORTED'
  /** The process that reads pictures cannot be started. */
  | 'RNP_IMAGE_READER'
  /** The size, channels and data of a raster do not fit, or rasters do not fit together. */
  | 'RNP_IMAGE_RASTER'
  /** The text is not an SVG document, or cannot be drawn. */
  | 'RNP_IMAGE_SVG';

/** Data sets, and points to analyse. */
type DataCode =
  /** There is no data set of this name. */
  | 'RNP_DATA_UNKNOWN'
  /** The images differ from those of the run or task. */
  | 'RNP_DATA_OTHER'
  /** A worker does not read this data for anybody. */
  | 'RNP_DATA_REFUSED'
  /** A folder of pictures cannot be read as a data set. */
  | 'RNP_DATA_FOLDER'
  /** A picture of a data set cannot be read. */
  | 'RNP_DATA_IMAGE'
  /** An archive has a suspicious entry: a link, a path outside the archive, or more than the limits allow. */
  | 'RNP_DATA_ARCHIVE'
  /** Bytes do not match their format. */
  | 'RNP_DATA_FORMAT'
  /** Fewer bytes than expected. */
  | 'RNP_DATA_TRUNCATED'
  /** More bytes than expected; reading stopped there. */
  | 'RNP_DATA_TOO_LARGE'
  /** The number of bytes is right, but their checksum is not. */
  | 'RNP_DATA_CHECKSUM'
  /** Images and labels, or images and shape, do not belong together. */
  | 'RNP_DATA_MISMATCH'
  /** No mirror delivered the file, or downloading was forbidden. */
  | 'RNP_DATA_DOWNLOAD'
  /** An address is neither https nor on this machine. */
  | 'RNP_DATA_INSECURE'
  /** Points have no rows, rows of different lengths, or a value that is not finite. */
  | 'RNP_ANALYSIS_POINTS'
  /** Labels are not whole numbers, or there is not one for each point. */
  | 'RNP_ANALYSIS_LABELS'
  /** A saved map is damaged or of another version, or the file contains no map. */
  | 'RNP_ANALYSIS_MAP';

/** Queues. */
type QueueCode =
  /** The queue server does not answer, or refuses access. */
  | 'RNP_QUEUE'
  /** A batch or task cannot be queued: its key, its payload, two tasks of one key. */
  | 'RNP_QUEUE_TASK'
  /** The server's record of a batch is damaged. */
  | 'RNP_QUEUE_RECORD'
  /** A task asks for more than this worker allows. */
  | 'RNP_TASK_LIMIT'
  /** A task's key does not match its content. */
  | 'RNP_TASK_KEY'
  /** A task belongs to another store than the worker's. */
  | 'RNP_STORE_OTHER'
  /** No worker can parse a shard; the message contains what the worker reported. */
  | 'RNP_SHARD_FAILED'
  /** No batch wants the task any more. */
  | 'RNP_TASK_CANCELLED'
  /** Another worker has the task now; the result of this one does not count. */
  | 'RNP_LOCK_LOST'
  /** The worker stops, and the task goes back to the queue. */
  | 'RNP_STOPPING';
