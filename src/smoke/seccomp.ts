/** The part of an OCI runtime config that says which calls of the kernel a program may make. */
export interface Seccomp {
  defaultAction: 'SCMP_ACT_ALLOW';
  syscalls: { names: string[]; action: 'SCMP_ACT_ERRNO'; errnoRet: number; args?: Arg[] }[];
}

interface Arg {
  index: number;
  value: number;
  valueTwo: number;
  op: 'SCMP_CMP_MASKED_EQ';
}

const EPERM = 1;
const ENOSYS = 38;
const NEW_USER = 0x10000000;

/**
 * What Docker and Kubernetes (RuntimeDefault) keep from a program without capabilities. They list what
 * is allowed; all else is what a kernel adds some day, and no program of today asks for.
 */
const REFUSED =
  `acct add_key bpf clock_adjtime clock_settime create_module delete_module fanotify_init
  finit_module fsconfig fsmount fsopen fspick get_kernel_syms init_module io_uring_enter
  io_uring_register io_uring_setup ioperm iopl kcmp kexec_file_load kexec_load keyctl lookup_dcookie
  mount mount_setattr move_mount move_pages nfsservctl open_by_handle_at open_tree perf_event_open
  pivot_root query_module quotactl quotactl_fd reboot request_key setns settimeofday stime swapoff
  swapon sysfs syslog umount umount2 unshare uselib userfaultfd ustat vhangup vm86 vm86old`.split(
    /\s+/,
  );

export const SECCOMP: Seccomp = {
  defaultAction: 'SCMP_ACT_ALLOW',
  syscalls: [
    { names: REFUSED, action: 'SCMP_ACT_ERRNO', errnoRet: EPERM },
    // Its flags are in memory, where a filter cannot look; libraries then take the older call.
    { names: ['clone3'], action: 'SCMP_ACT_ERRNO', errnoRet: ENOSYS },
    {
      names: ['clone'],
      action: 'SCMP_ACT_ERRNO',
      errnoRet: EPERM,
      args: [{ index: 0, value: NEW_USER, valueTwo: NEW_USER, op: 'SCMP_CMP_MASKED_EQ' }],
    },
  ],
};
