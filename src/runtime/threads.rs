//! This crate's own threads, started when they are first needed.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::Duration;

use once_cell::sync::OnceCell;
use tokio::runtime::{Builder, Handle, Id, Runtime};

use crate::error::{Error, ErrorKind};
use crate::language::{Text, say};

/// Threads that may sit in a sync call made by a task of a layer's. tokio starts each only when it
/// is needed.
const MAX_BLOCKED_THREADS: usize = 4096;

/// That of a main thread: layers run here as they would there.
const STACK_SIZE: usize = 8 << 20;

/// How long a thread waits for another sync call to be made by a layer's task. The first one is there
/// from the start, so that those calls wait for it where no other thread can be started.
const KEPT: Duration = Duration::from_secs(u32::MAX as u64);

thread_local! {
    static IS_TASK_THREAD: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread belongs to the runtime for what layers spawn.
pub(super) fn is_task_thread() -> bool {
    IS_TASK_THREAD.get()
}

/// The threads of one process.
pub(super) struct Threads {
    process: u32,
    /// Watches sockets and timers, and runs nothing of the user's.
    pub(super) io: Handle,
    /// For what layers spawn.
    tasks: OnceCell<Runtime>,
    /// Those of a child process, which does not have its parent's threads.
    child: OnceCell<Box<Threads>>,
}

static FIRST: OnceCell<Box<Threads>> = OnceCell::new();

impl Threads {
    /// # Errors
    ///
    /// When a thread can't be started.
    pub(super) fn get() -> Result<&'static Self, Error> {
        let process = std::process::id();
        let mut next = &FIRST;
        loop {
            let threads = next.get_or_try_init(|| Self::start(process).map(Box::new))?;
            if threads.process == process {
                return Ok(threads);
            }
            next = &threads.child;
        }
    }

    /// Whether this is the runtime for what layers spawn.
    pub(super) fn are_tasks(runtime: Id) -> bool {
        let mut next = &FIRST;
        while let Some(threads) = next.get() {
            if threads.tasks.get().is_some_and(|tasks| tasks.handle().id() == runtime) {
                return true;
            }
            next = &threads.child;
        }
        false
    }

    pub(super) fn tasks(&self) -> Result<&Handle, Error> {
        let start = || {
            let mut builder = Builder::new_multi_thread();
            builder.thread_name("wechatpay-chain").thread_stack_size(STACK_SIZE).enable_all();
            builder.max_blocking_threads(MAX_BLOCKED_THREADS).thread_keep_alive(KEPT);
            builder.on_thread_start(|| IS_TASK_THREAD.set(true));
            let runtime = spawning(|| builder.build())?.map_err(no_thread)?;
            spawning(|| drop(runtime.spawn_blocking(|| ())))?;
            Ok(runtime)
        };
        self.tasks.get_or_try_init(start).map(Runtime::handle)
    }

    fn start(process: u32) -> Result<Self, Error> {
        let mut builder = Builder::new_current_thread();
        builder.thread_name("wechatpay-chain-file").enable_all();
        let runtime = builder.build().map_err(no_thread)?;
        let io = runtime.handle().clone();
        thread::Builder::new()
            .name("wechatpay-chain-io".to_owned())
            .spawn(move || runtime.block_on(std::future::pending::<()>()))
            .map_err(no_thread)?;
        Ok(Self { process, io, tasks: OnceCell::new(), child: OnceCell::new() })
    }
}

/// tokio panics where it has no thread for something, and the system gives none.
pub(super) fn spawning<T>(spawn: impl FnOnce() -> T) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(spawn))
        .map_err(|_| no_thread(say!("the system gives none", "系统无法再创建线程")))
}

fn no_thread(cause: impl Into<crate::error::BoxError>) -> Error {
    let source = cause.into();
    let cause = Text::of(&*source);
    let message = say!(
        "the threads that drive a call can't be started, so nothing was sent: {cause}; raise the \
         limit of threads (ulimit -u, a container's pids limit) or of memory",
        "无法启动执行调用的线程，因此没有发出任何内容：{cause}；\
         请提高线程数上限（ulimit -u、容器的 pids 限制）或内存上限";
        cause
    );
    Error::new(ErrorKind::Io, message).with_source(source).not_sent()
}
