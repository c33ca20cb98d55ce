import type { Opened } from './dlopen.ts';

interface Entry extends Omit<Opened, 'library'> {
  library: RegExp;
  /** Whether all else that needs what it opens is loaded later, and finds it in memory. */
  first?: true;
}

export const ENTRIES: readonly Entry[] = [
  {
    library: /^libc\.so\.6$/,
    opens: ['libnss_*.so.2'],
    required: false,
    why: 'name services other than files and dns, which are in libc itself since glibc 2.34, by /etc/nsswitch.conf',
  },
  {
    library: /^libc\.so\.6$/,
    opens: ['gconv/gconv-modules', 'gconv/*.so'],
    required: false,
    why: 'iconv, for character sets other than ASCII and Unicode',
  },
  {
    library: /^lib(?:c\.so\.6|pthread\.so\.0)$/,
    opens: ['libgcc_s.so.1'],
    required: false,
    why: 'pthread_exit, pthread_cancel and backtrace, which unwind the stack with it',
  },
  {
    library: /^libcrypto\.so\.3$/,
    opens: ['ossl-modules/legacy.so'],
    required: false,
    why: 'old algorithms (MD4, RC4, DES, Blowfish) of OpenSSL 3, when a program or openssl.cnf asks for the legacy provider',
  },
  {
    library: /^libgdk_pixbuf-2\.0\.so\.0$/,
    opens: ['gdk-pixbuf-2.0/*/loaders.cache', 'gdk-pixbuf-2.0/*/loaders/*.so'],
    required: false,
    why: 'image formats that are not built into gdk-pixbuf',
  },
  {
    library: /^libgtk-3\.so\.0$/,
    opens: ['gtk-3.0/*/immodules/*.so', 'gtk-3.0/*/printbackends/*.so'],
    required: false,
    why: 'input methods and print back ends of GTK 3',
  },
  {
    library: /^libgtk-4\.so\.1$/,
    opens: ['gtk-4.0/*/printbackends/*.so', 'gtk-4.0/*/media/*.so'],
    required: false,
    why: 'print back ends and media playback of GTK 4',
  },
  {
    library: /^libgio-2\.0\.so\.0$/,
    opens: ['gio/modules/*.so'],
    required: false,
    why: 'TLS and proxies of GIO, out of glib-networking',
  },
  {
    library: /^libgstreamer-1\.0\.so\.0$/,
    opens: ['gstreamer-1.0/*.so'],
    required: true,
    why: 'every element of GStreamer is a plug-in, the core ones too',
  },
  {
    library: /^libjli\.so$/,
    opens: ['server/libjvm.so', 'client/libjvm.so', 'minimal/libjvm.so', 'zero/libjvm.so'],
    required: true,
    first: true,
    why: 'the Java virtual machine, which the launcher loads before any other library of Java',
  },
  {
    library: /^libjvm\.so$/,
    opens: ['libjava.so', 'libjimage.so', 'libnet.so', 'libnio.so', 'libzip.so'],
    required: true,
    why: 'the lib folder of the Java runtime (9 or later), which the virtual machine loads its own parts from',
  },
  {
    library: /^libodbc\.so\.[12]$/,
    opens: ['odbc/*.so'],
    required: false,
    why: 'the database drivers that odbcinst.ini names',
  },
  {
    library: /^libgssapi_krb5\.so\.2$/,
    opens: ['krb5/plugins/*/*.so'],
    required: false,
    why: 'plug-ins of Kerberos, for example for pre-authentication with certificates',
  },
  {
    library: /^libsasl2\.so\.[23]$/,
    opens: ['sasl2/*.so'],
    required: false,
    why: 'the SASL mechanisms (PLAIN, SCRAM, GSSAPI); only EXTERNAL is built in',
  },
  {
    library: /^libpam\.so\.0$/,
    opens: ['security/pam_*.so'],
    required: false,
    why: 'the modules that the files in /etc/pam.d name',
  },
  {
    library: /^libmariadb\.so\.3$/,
    opens: ['plugin/*.so'],
    required: false,
    why: 'ways to log in that are no part of the client library, for example caching_sha2_password of MySQL 8',
  },
  {
    library: /^libp11-kit\.so\.0$/,
    opens: ['pkcs11/*.so'],
    required: false,
    why: 'PKCS#11 modules, for example the trust module with the CA certificates',
  },
  {
    library: /^libasound\.so\.2$/,
    opens: ['alsa-lib/*.so'],
    required: false,
    why: 'plug-ins that an ALSA configuration names',
  },
  {
    library: /^libgvc\.so\.\d{1,3}$/,
    opens: ['graphviz/config*', 'graphviz/libgvplugin_*.so*'],
    required: true,
    why: 'the layout engines and output formats of Graphviz are plug-ins',
  },
  {
    library: /^libMagickCore-[67]\.Q(?:8|16|16HDRI)\.so\.\d{1,3}$/,
    opens: ['ImageMagick-*/modules-*/coders/*.so'],
    required: false,
    why: 'the image formats of ImageMagick, when it is built with modules as in Debian and Alpine',
  },
];
