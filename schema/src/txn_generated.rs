pub use root::*;

const _: () = ::planus::check_version_compatibility("planus-1.3.0");

/// The root namespace
///
/// Generated from these locations:
/// * File `txn.fbs`
#[no_implicit_prelude]
#[allow(clippy::needless_lifetimes)]
mod root {
    /// The namespace `ringkeeper`
    ///
    /// Generated from these locations:
    /// * File `txn.fbs`
    pub mod ringkeeper {
        /// The namespace `ringkeeper.txn`
        ///
        /// Generated from these locations:
        /// * File `txn.fbs`
        pub mod txn {
            /// The table `Acl` in the namespace `ringkeeper.txn`
            ///
            /// Generated from these locations:
            /// * Table `Acl` in the file `txn.fbs:11`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Acl {
                /// The field `permissions` in the table `Acl`
                pub permissions: i32,
                /// The field `scheme` in the table `Acl`
                pub scheme: ::planus::alloc::string::String,
                /// The field `id` in the table `Acl`
                pub id: ::planus::alloc::string::String,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Acl {
                fn default() -> Self {
                    Self {
                        permissions: 0,
                        scheme: ::core::default::Default::default(),
                        id: ::core::default::Default::default(),
                    }
                }
            }

            impl Acl {
                /// Creates a [AclBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> AclBuilder<()> {
                    AclBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_permissions: impl ::planus::WriteAsDefault<i32, i32>,
                    field_scheme: impl ::planus::WriteAs<::planus::Offset<str>>,
                    field_id: impl ::planus::WriteAs<::planus::Offset<str>>,
                ) -> ::planus::Offset<Self> {
                    let prepared_permissions = field_permissions.prepare(builder, &0);
                    let prepared_scheme = field_scheme.prepare(builder);
                    let prepared_id = field_id.prepare(builder);

                    let mut table_writer: ::planus::table_writer::TableWriter<10> =
                        ::core::default::Default::default();
                    if prepared_permissions.is_some() {
                        table_writer.write_entry::<i32>(0);
                    }
                    table_writer.write_entry::<::planus::Offset<str>>(1);
                    table_writer.write_entry::<::planus::Offset<str>>(2);

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_permissions) =
                                prepared_permissions
                            {
                                object_writer.write::<_, _, 4>(&prepared_permissions);
                            }
                            object_writer.write::<_, _, 4>(&prepared_scheme);
                            object_writer.write::<_, _, 4>(&prepared_id);
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Acl>> for Acl {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Acl> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Acl>> for Acl {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Acl>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Acl> for Acl {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Acl> {
                    Acl::create(builder, self.permissions, &self.scheme, &self.id)
                }
            }

            /// Builder for serializing an instance of the [Acl] type.
            ///
            /// Can be created using the [Acl::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct AclBuilder<State>(State);

            impl AclBuilder<()> {
                /// Setter for the [`permissions` field](Acl#structfield.permissions).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn permissions<T0>(self, value: T0) -> AclBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsDefault<i32, i32>,
                {
                    AclBuilder((value,))
                }

                /// Sets the [`permissions` field](Acl#structfield.permissions) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn permissions_as_default(self) -> AclBuilder<(::planus::DefaultValue,)> {
                    self.permissions(::planus::DefaultValue)
                }
            }

            impl<T0> AclBuilder<(T0,)> {
                /// Setter for the [`scheme` field](Acl#structfield.scheme).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn scheme<T1>(self, value: T1) -> AclBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAs<::planus::Offset<str>>,
                {
                    let (v0,) = self.0;
                    AclBuilder((v0, value))
                }
            }

            impl<T0, T1> AclBuilder<(T0, T1)> {
                /// Setter for the [`id` field](Acl#structfield.id).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn id<T2>(self, value: T2) -> AclBuilder<(T0, T1, T2)>
                where
                    T2: ::planus::WriteAs<::planus::Offset<str>>,
                {
                    let (v0, v1) = self.0;
                    AclBuilder((v0, v1, value))
                }
            }

            impl<T0, T1, T2> AclBuilder<(T0, T1, T2)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Acl].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Acl>
                where
                    Self: ::planus::WriteAsOffset<Acl>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<i32, i32>,
                T1: ::planus::WriteAs<::planus::Offset<str>>,
                T2: ::planus::WriteAs<::planus::Offset<str>>,
            > ::planus::WriteAs<::planus::Offset<Acl>> for AclBuilder<(T0, T1, T2)>
            {
                type Prepared = ::planus::Offset<Acl>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Acl> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<i32, i32>,
                T1: ::planus::WriteAs<::planus::Offset<str>>,
                T2: ::planus::WriteAs<::planus::Offset<str>>,
            > ::planus::WriteAsOptional<::planus::Offset<Acl>> for AclBuilder<(T0, T1, T2)>
            {
                type Prepared = ::planus::Offset<Acl>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Acl>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<i32, i32>,
                T1: ::planus::WriteAs<::planus::Offset<str>>,
                T2: ::planus::WriteAs<::planus::Offset<str>>,
            > ::planus::WriteAsOffset<Acl> for AclBuilder<(T0, T1, T2)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Acl> {
                    let (v0, v1, v2) = &self.0;
                    Acl::create(builder, v0, v1, v2)
                }
            }

            /// Reference to a deserialized [Acl].
            #[derive(Copy, Clone)]
            pub struct AclRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> AclRef<'a> {
                /// Getter for the [`permissions` field](Acl#structfield.permissions).
                #[inline]
                pub fn permissions(&self) -> ::planus::Result<i32> {
                    ::core::result::Result::Ok(self.0.access(0, "Acl", "permissions")?.unwrap_or(0))
                }

                /// Getter for the [`scheme` field](Acl#structfield.scheme).
                #[inline]
                pub fn scheme(&self) -> ::planus::Result<&'a ::core::primitive::str> {
                    self.0.access_required(1, "Acl", "scheme")
                }

                /// Getter for the [`id` field](Acl#structfield.id).
                #[inline]
                pub fn id(&self) -> ::planus::Result<&'a ::core::primitive::str> {
                    self.0.access_required(2, "Acl", "id")
                }
            }

            impl<'a> ::core::fmt::Debug for AclRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("AclRef");
                    f.field("permissions", &self.permissions());
                    f.field("scheme", &self.scheme());
                    f.field("id", &self.id());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<AclRef<'a>> for Acl {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: AclRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        permissions: ::core::convert::TryInto::try_into(value.permissions()?)?,
                        scheme: ::core::convert::Into::into(value.scheme()?),
                        id: ::core::convert::Into::into(value.id()?),
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for AclRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for AclRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location("[AclRef]", "get", buffer.offset_from_start)
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Acl>> for Acl {
                type Value = ::planus::Offset<Acl>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Acl>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for AclRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[AclRef]", "read_as_root", 0)
                    })
                }
            }

            /// The enum `OwnerKind` in the namespace `ringkeeper.txn`
            ///
            /// Generated from these locations:
            /// * Enum `OwnerKind` in the file `txn.fbs:18`
            #[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            #[repr(u8)]
            pub enum OwnerKind {
                /// The variant `Persistent` in the enum `OwnerKind`
                Persistent = 0,

                /// The variant `Session` in the enum `OwnerKind`
                Session = 1,

                /// The variant `Container` in the enum `OwnerKind`
                Container = 2,

                /// The variant `Ttl` in the enum `OwnerKind`
                Ttl = 3,
            }

            impl OwnerKind {
                /// Array containing all valid variants of OwnerKind
                pub const ENUM_VALUES: [Self; 4] =
                    [Self::Persistent, Self::Session, Self::Container, Self::Ttl];
            }

            impl ::core::convert::TryFrom<u8> for OwnerKind {
                type Error = ::planus::errors::UnknownEnumTagKind;
                #[inline]
                fn try_from(
                    value: u8,
                ) -> ::core::result::Result<Self, ::planus::errors::UnknownEnumTagKind>
                {
                    #[allow(clippy::match_single_binding)]
                    match value {
                        0 => ::core::result::Result::Ok(OwnerKind::Persistent),
                        1 => ::core::result::Result::Ok(OwnerKind::Session),
                        2 => ::core::result::Result::Ok(OwnerKind::Container),
                        3 => ::core::result::Result::Ok(OwnerKind::Ttl),

                        _ => ::core::result::Result::Err(::planus::errors::UnknownEnumTagKind {
                            tag: value as i128,
                        }),
                    }
                }
            }

            impl ::core::convert::From<OwnerKind> for u8 {
                #[inline]
                fn from(value: OwnerKind) -> Self {
                    value as u8
                }
            }

            /// # Safety
            /// The Planus compiler correctly calculates `ALIGNMENT` and `SIZE`.
            unsafe impl ::planus::Primitive for OwnerKind {
                const ALIGNMENT: usize = 1;
                const SIZE: usize = 1;
            }

            impl ::planus::WriteAsPrimitive<OwnerKind> for OwnerKind {
                #[inline]
                fn write<const N: usize>(
                    &self,
                    cursor: ::planus::Cursor<'_, N>,
                    buffer_position: u32,
                ) {
                    (*self as u8).write(cursor, buffer_position);
                }
            }

            impl ::planus::WriteAs<OwnerKind> for OwnerKind {
                type Prepared = Self;

                #[inline]
                fn prepare(&self, _builder: &mut ::planus::Builder) -> OwnerKind {
                    *self
                }
            }

            impl ::planus::WriteAsDefault<OwnerKind, OwnerKind> for OwnerKind {
                type Prepared = Self;

                #[inline]
                fn prepare(
                    &self,
                    _builder: &mut ::planus::Builder,
                    default: &OwnerKind,
                ) -> ::core::option::Option<OwnerKind> {
                    if self == default {
                        ::core::option::Option::None
                    } else {
                        ::core::option::Option::Some(*self)
                    }
                }
            }

            impl ::planus::WriteAsOptional<OwnerKind> for OwnerKind {
                type Prepared = Self;

                #[inline]
                fn prepare(
                    &self,
                    _builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<OwnerKind> {
                    ::core::option::Option::Some(*self)
                }
            }

            impl<'buf> ::planus::TableRead<'buf> for OwnerKind {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'buf>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    let n: u8 = ::planus::TableRead::from_buffer(buffer, offset)?;
                    ::core::result::Result::Ok(::core::convert::TryInto::try_into(n)?)
                }
            }

            impl<'buf> ::planus::VectorReadInner<'buf> for OwnerKind {
                type Error = ::planus::errors::UnknownEnumTag;
                const STRIDE: usize = 1;
                #[inline]
                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'buf>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::UnknownEnumTag>
                {
                    let value = unsafe { *buffer.buffer.get_unchecked(offset) };
                    let value: ::core::result::Result<Self, _> =
                        ::core::convert::TryInto::try_into(value);
                    value.map_err(|error_kind| {
                        error_kind.with_error_location(
                            "OwnerKind",
                            "VectorRead::from_buffer",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<OwnerKind> for OwnerKind {
                const STRIDE: usize = 1;

                type Value = Self;

                #[inline]
                fn prepare(&self, _builder: &mut ::planus::Builder) -> Self {
                    *self
                }

                #[inline]
                unsafe fn write_values(
                    values: &[Self],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 1];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - i as u32,
                        );
                    }
                }
            }

            /// The table `CreateSession` in the namespace `ringkeeper.txn`
            ///
            /// Generated from these locations:
            /// * Table `CreateSession` in the file `txn.fbs:26`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct CreateSession {
                /// The field `timeout_ms` in the table `CreateSession`
                pub timeout_ms: i32,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for CreateSession {
                fn default() -> Self {
                    Self { timeout_ms: 0 }
                }
            }

            impl CreateSession {
                /// Creates a [CreateSessionBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> CreateSessionBuilder<()> {
                    CreateSessionBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_timeout_ms: impl ::planus::WriteAsDefault<i32, i32>,
                ) -> ::planus::Offset<Self> {
                    let prepared_timeout_ms = field_timeout_ms.prepare(builder, &0);

                    let mut table_writer: ::planus::table_writer::TableWriter<6> =
                        ::core::default::Default::default();
                    if prepared_timeout_ms.is_some() {
                        table_writer.write_entry::<i32>(0);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_timeout_ms) =
                                prepared_timeout_ms
                            {
                                object_writer.write::<_, _, 4>(&prepared_timeout_ms);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<CreateSession>> for CreateSession {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<CreateSession> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<CreateSession>> for CreateSession {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<CreateSession>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<CreateSession> for CreateSession {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<CreateSession> {
                    CreateSession::create(builder, self.timeout_ms)
                }
            }

            /// Builder for serializing an instance of the [CreateSession] type.
            ///
            /// Can be created using the [CreateSession::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct CreateSessionBuilder<State>(State);

            impl CreateSessionBuilder<()> {
                /// Setter for the [`timeout_ms` field](CreateSession#structfield.timeout_ms).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn timeout_ms<T0>(self, value: T0) -> CreateSessionBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsDefault<i32, i32>,
                {
                    CreateSessionBuilder((value,))
                }

                /// Sets the [`timeout_ms` field](CreateSession#structfield.timeout_ms) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn timeout_ms_as_default(
                    self,
                ) -> CreateSessionBuilder<(::planus::DefaultValue,)> {
                    self.timeout_ms(::planus::DefaultValue)
                }
            }

            impl<T0> CreateSessionBuilder<(T0,)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [CreateSession].
                #[inline]
                pub fn finish(
                    self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<CreateSession>
                where
                    Self: ::planus::WriteAsOffset<CreateSession>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<i32, i32>>
                ::planus::WriteAs<::planus::Offset<CreateSession>> for CreateSessionBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<CreateSession>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<CreateSession> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<i32, i32>>
                ::planus::WriteAsOptional<::planus::Offset<CreateSession>>
                for CreateSessionBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<CreateSession>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<CreateSession>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<T0: ::planus::WriteAsDefault<i32, i32>> ::planus::WriteAsOffset<CreateSession>
                for CreateSessionBuilder<(T0,)>
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<CreateSession> {
                    let (v0,) = &self.0;
                    CreateSession::create(builder, v0)
                }
            }

            /// Reference to a deserialized [CreateSession].
            #[derive(Copy, Clone)]
            pub struct CreateSessionRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> CreateSessionRef<'a> {
                /// Getter for the [`timeout_ms` field](CreateSession#structfield.timeout_ms).
                #[inline]
                pub fn timeout_ms(&self) -> ::planus::Result<i32> {
                    ::core::result::Result::Ok(
                        self.0
                            .access(0, "CreateSession", "timeout_ms")?
                            .unwrap_or(0),
                    )
                }
            }

            impl<'a> ::core::fmt::Debug for CreateSessionRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("CreateSessionRef");
                    f.field("timeout_ms", &self.timeout_ms());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<CreateSessionRef<'a>> for CreateSession {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: CreateSessionRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        timeout_ms: ::core::convert::TryInto::try_into(value.timeout_ms()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for CreateSessionRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for CreateSessionRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[CreateSessionRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<CreateSession>> for CreateSession {
                type Value = ::planus::Offset<CreateSession>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<CreateSession>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for CreateSessionRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[CreateSessionRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `CloseSession` in the namespace `ringkeeper.txn`
            ///
            /// Generated from these locations:
            /// * Table `CloseSession` in the file `txn.fbs:31`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct CloseSession {
                /// The field `paths` in the table `CloseSession`
                pub paths: ::core::option::Option<
                    ::planus::alloc::vec::Vec<::planus::alloc::string::String>,
                >,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for CloseSession {
                fn default() -> Self {
                    Self {
                        paths: ::core::default::Default::default(),
                    }
                }
            }

            impl CloseSession {
                /// Creates a [CloseSessionBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> CloseSessionBuilder<()> {
                    CloseSessionBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_paths: impl ::planus::WriteAsOptional<
                        ::planus::Offset<[::planus::Offset<str>]>,
                    >,
                ) -> ::planus::Offset<Self> {
                    let prepared_paths = field_paths.prepare(builder);

                    let mut table_writer: ::planus::table_writer::TableWriter<6> =
                        ::core::default::Default::default();
                    if prepared_paths.is_some() {
                        table_writer.write_entry::<::planus::Offset<[::planus::Offset<str>]>>(0);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_paths) = prepared_paths {
                                object_writer.write::<_, _, 4>(&prepared_paths);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<CloseSession>> for CloseSession {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<CloseSession> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<CloseSession>> for CloseSession {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<CloseSession>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<CloseSession> for CloseSession {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<CloseSession> {
                    CloseSession::create(builder, &self.paths)
                }
            }

            /// Builder for serializing an instance of the [CloseSession] type.
            ///
            /// Can be created using the [CloseSession::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct CloseSessionBuilder<State>(State);

            impl CloseSessionBuilder<()> {
                /// Setter for the [`paths` field](CloseSession#structfield.paths).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn paths<T0>(self, value: T0) -> CloseSessionBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsOptional<::planus::Offset<[::planus::Offset<str>]>>,
                {
                    CloseSessionBuilder((value,))
                }

                /// Sets the [`paths` field](CloseSession#structfield.paths) to null.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn paths_as_null(self) -> CloseSessionBuilder<((),)> {
                    self.paths(())
                }
            }

            impl<T0> CloseSessionBuilder<(T0,)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [CloseSession].
                #[inline]
                pub fn finish(
                    self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<CloseSession>
                where
                    Self: ::planus::WriteAsOffset<CloseSession>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<T0: ::planus::WriteAsOptional<::planus::Offset<[::planus::Offset<str>]>>>
                ::planus::WriteAs<::planus::Offset<CloseSession>> for CloseSessionBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<CloseSession>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<CloseSession> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<T0: ::planus::WriteAsOptional<::planus::Offset<[::planus::Offset<str>]>>>
                ::planus::WriteAsOptional<::planus::Offset<CloseSession>>
                for CloseSessionBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<CloseSession>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<CloseSession>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<T0: ::planus::WriteAsOptional<::planus::Offset<[::planus::Offset<str>]>>>
                ::planus::WriteAsOffset<CloseSession> for CloseSessionBuilder<(T0,)>
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<CloseSession> {
                    let (v0,) = &self.0;
                    CloseSession::create(builder, v0)
                }
            }

            /// Reference to a deserialized [CloseSession].
            #[derive(Copy, Clone)]
            pub struct CloseSessionRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> CloseSessionRef<'a> {
                /// Getter for the [`paths` field](CloseSession#structfield.paths).
                #[inline]
                pub fn paths(
                    &self,
                ) -> ::planus::Result<
                    ::core::option::Option<
                        ::planus::Vector<'a, ::planus::Result<&'a ::core::primitive::str>>,
                    >,
                > {
                    self.0.access(0, "CloseSession", "paths")
                }
            }

            impl<'a> ::core::fmt::Debug for CloseSessionRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("CloseSessionRef");
                    if let ::core::option::Option::Some(field_paths) = self.paths().transpose() {
                        f.field("paths", &field_paths);
                    }
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<CloseSessionRef<'a>> for CloseSession {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: CloseSessionRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        paths: if let ::core::option::Option::Some(paths) = value.paths()? {
                            ::core::option::Option::Some(paths.to_vec_result()?)
                        } else {
                            ::core::option::Option::None
                        },
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for CloseSessionRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for CloseSessionRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[CloseSessionRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<CloseSession>> for CloseSession {
                type Value = ::planus::Offset<CloseSession>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<CloseSession>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for CloseSessionRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[CloseSessionRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Create` in the namespace `ringkeeper.txn`
            ///
            /// Generated from these locations:
            /// * Table `Create` in the file `txn.fbs:37`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Create {
                /// The field `path` in the table `Create`
                pub path: ::planus::alloc::string::String,
                /// The field `data` in the table `Create`
                pub data: ::core::option::Option<::planus::alloc::vec::Vec<u8>>,
                /// The field `acl` in the table `Create`
                pub acl: ::core::option::Option<::planus::alloc::vec::Vec<self::Acl>>,
                /// The field `owner_value` in the table `Create`
                pub owner_value: i64,
                /// The field `parent_cversion` in the table `Create`
                pub parent_cversion: i32,
                /// The field `owner_kind` in the table `Create`
                pub owner_kind: self::OwnerKind,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Create {
                fn default() -> Self {
                    Self {
                        path: ::core::default::Default::default(),
                        data: ::core::default::Default::default(),
                        acl: ::core::default::Default::default(),
                        owner_value: 0,
                        parent_cversion: 0,
                        owner_kind: self::OwnerKind::Persistent,
                    }
                }
            }

            impl Create {
                /// Creates a [CreateBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> CreateBuilder<()> {
                    CreateBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_path: impl ::planus::WriteAs<::planus::Offset<str>>,
                    field_data: impl ::planus::WriteAsOptional<::planus::Offset<[u8]>>,
                    field_acl: impl ::planus::WriteAsOptional<
                        ::planus::Offset<[::planus::Offset<self::Acl>]>,
                    >,
                    field_owner_value: impl ::planus::WriteAsDefault<i64, i64>,
                    field_parent_cversion: impl ::planus::WriteAsDefault<i32, i32>,
                    field_owner_kind: impl ::planus::WriteAsDefault<self::OwnerKind, self::OwnerKind>,
                ) -> ::planus::Offset<Self> {
                    let prepared_path = field_path.prepare(builder);
                    let prepared_data = field_data.prepare(builder);
                    let prepared_acl = field_acl.prepare(builder);
                    let prepared_owner_value = field_owner_value.prepare(builder, &0);
                    let prepared_parent_cversion = field_parent_cversion.prepare(builder, &0);
                    let prepared_owner_kind =
                        field_owner_kind.prepare(builder, &self::OwnerKind::Persistent);

                    let mut table_writer: ::planus::table_writer::TableWriter<16> =
                        ::core::default::Default::default();
                    if prepared_owner_value.is_some() {
                        table_writer.write_entry::<i64>(3);
                    }
                    table_writer.write_entry::<::planus::Offset<str>>(0);
                    if prepared_data.is_some() {
                        table_writer.write_entry::<::planus::Offset<[u8]>>(1);
                    }
                    if prepared_acl.is_some() {
                        table_writer
                            .write_entry::<::planus::Offset<[::planus::Offset<self::Acl>]>>(2);
                    }
                    if prepared_parent_cversion.is_some() {
                        table_writer.write_entry::<i32>(4);
                    }
                    if prepared_owner_kind.is_some() {
                        table_writer.write_entry::<self::OwnerKind>(5);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_owner_value) =
                                prepared_owner_value
                            {
                                object_writer.write::<_, _, 8>(&prepared_owner_value);
                            }
                            object_writer.write::<_, _, 4>(&prepared_path);
                            if let ::core::option::Option::Some(prepared_data) = prepared_data {
                                object_writer.write::<_, _, 4>(&prepared_data);
                            }
                            if let ::core::option::Option::Some(prepared_acl) = prepared_acl {
                                object_writer.write::<_, _, 4>(&prepared_acl);
                            }
                            if let ::core::option::Option::Some(prepared_parent_cversion) =
                                prepared_parent_cversion
                            {
                                object_writer.write::<_, _, 4>(&prepared_parent_cversion);
                            }
                            if let ::core::option::Option::Some(prepared_owner_kind) =
                                prepared_owner_kind
                            {
                                object_writer.write::<_, _, 1>(&prepared_owner_kind);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Create>> for Create {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Create> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Create>> for Create {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Create>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Create> for Create {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Create> {
                    Create::create(
                        builder,
                        &self.path,
                        &self.data,
                        &self.acl,
                        self.owner_value,
                        self.parent_cversion,
                        self.owner_kind,
                    )
                }
            }

            /// Builder for serializing an instance of the [Create] type.
            ///
            /// Can be created using the [Create::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct CreateBuilder<State>(State);

            impl CreateBuilder<()> {
                /// Setter for the [`path` field](Create#structfield.path).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn path<T0>(self, value: T0) -> CreateBuilder<(T0,)>
                where
                    T0: ::planus::WriteAs<::planus::Offset<str>>,
                {
                    CreateBuilder((value,))
                }
            }

            impl<T0> CreateBuilder<(T0,)> {
                /// Setter for the [`data` field](Create#structfield.data).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn data<T1>(self, value: T1) -> CreateBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAsOptional<::planus::Offset<[u8]>>,
                {
                    let (v0,) = self.0;
                    CreateBuilder((v0, value))
                }

                /// Sets the [`data` field](Create#structfield.data) to null.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn data_as_null(self) -> CreateBuilder<(T0, ())> {
                    self.data(())
                }
            }

            impl<T0, T1> CreateBuilder<(T0, T1)> {
                /// Setter for the [`acl` field](Create#structfield.acl).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn acl<T2>(self, value: T2) -> CreateBuilder<(T0, T1, T2)>
                where
                    T2: ::planus::WriteAsOptional<::planus::Offset<[::planus::Offset<self::Acl>]>>,
                {
                    let (v0, v1) = self.0;
                    CreateBuilder((v0, v1, value))
                }

                /// Sets the [`acl` field](Create#structfield.acl) to null.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn acl_as_null(self) -> CreateBuilder<(T0, T1, ())> {
                    self.acl(())
                }
            }

            impl<T0, T1, T2> CreateBuilder<(T0, T1, T2)> {
                /// Setter for the [`owner_value` field](Create#structfield.owner_value).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn owner_value<T3>(self, value: T3) -> CreateBuilder<(T0, T1, T2, T3)>
                where
                    T3: ::planus::WriteAsDefault<i64, i64>,
                {
                    let (v0, v1, v2) = self.0;
                    CreateBuilder((v0, v1, v2, value))
                }

                /// Sets the [`owner_value` field](Create#structfield.owner_value) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn owner_value_as_default(
                    self,
                ) -> CreateBuilder<(T0, T1, T2, ::planus::DefaultValue)> {
                    self.owner_value(::planus::DefaultValue)
                }
            }

            impl<T0, T1, T2, T3> CreateBuilder<(T0, T1, T2, T3)> {
                /// Setter for the [`parent_cversion` field](Create#structfield.parent_cversion).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn parent_cversion<T4>(self, value: T4) -> CreateBuilder<(T0, T1, T2, T3, T4)>
                where
                    T4: ::planus::WriteAsDefault<i32, i32>,
                {
                    let (v0, v1, v2, v3) = self.0;
                    CreateBuilder((v0, v1, v2, v3, value))
                }

                /// Sets the [`parent_cversion` field](Create#structfield.parent_cversion) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn parent_cversion_as_default(
                    self,
                ) -> CreateBuilder<(T0, T1, T2, T3, ::planus::DefaultValue)> {
                    self.parent_cversion(::planus::DefaultValue)
                }
            }

            impl<T0, T1, T2, T3, T4> CreateBuilder<(T0, T1, T2, T3, T4)> {
                /// Setter for the [`owner_kind` field](Create#structfield.owner_kind).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn owner_kind<T5>(self, value: T5) -> CreateBuilder<(T0, T1, T2, T3, T4, T5)>
                where
                    T5: ::planus::WriteAsDefault<self::OwnerKind, self::OwnerKind>,
                {
                    let (v0, v1, v2, v3, v4) = self.0;
                    CreateBuilder((v0, v1, v2, v3, v4, value))
                }

                /// Sets the [`owner_kind` field](Create#structfield.owner_kind) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn owner_kind_as_default(
                    self,
                ) -> CreateBuilder<(T0, T1, T2, T3, T4, ::planus::DefaultValue)> {
                    self.owner_kind(::planus::DefaultValue)
                }
            }

            impl<T0, T1, T2, T3, T4, T5> CreateBuilder<(T0, T1, T2, T3, T4, T5)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Create].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Create>
                where
                    Self: ::planus::WriteAsOffset<Create>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAsOptional<::planus::Offset<[u8]>>,
                T2: ::planus::WriteAsOptional<::planus::Offset<[::planus::Offset<self::Acl>]>>,
                T3: ::planus::WriteAsDefault<i64, i64>,
                T4: ::planus::WriteAsDefault<i32, i32>,
                T5: ::planus::WriteAsDefault<self::OwnerKind, self::OwnerKind>,
            > ::planus::WriteAs<::planus::Offset<Create>>
                for CreateBuilder<(T0, T1, T2, T3, T4, T5)>
            {
                type Prepared = ::planus::Offset<Create>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Create> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAsOptional<::planus::Offset<[u8]>>,
                T2: ::planus::WriteAsOptional<::planus::Offset<[::planus::Offset<self::Acl>]>>,
                T3: ::planus::WriteAsDefault<i64, i64>,
                T4: ::planus::WriteAsDefault<i32, i32>,
                T5: ::planus::WriteAsDefault<self::OwnerKind, self::OwnerKind>,
            > ::planus::WriteAsOptional<::planus::Offset<Create>>
                for CreateBuilder<(T0, T1, T2, T3, T4, T5)>
            {
                type Prepared = ::planus::Offset<Create>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Create>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAsOptional<::planus::Offset<[u8]>>,
                T2: ::planus::WriteAsOptional<::planus::Offset<[::planus::Offset<self::Acl>]>>,
                T3: ::planus::WriteAsDefault<i64, i64>,
                T4: ::planus::WriteAsDefault<i32, i32>,
                T5: ::planus::WriteAsDefault<self::OwnerKind, self::OwnerKind>,
            > ::planus::WriteAsOffset<Create> for CreateBuilder<(T0, T1, T2, T3, T4, T5)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Create> {
                    let (v0, v1, v2, v3, v4, v5) = &self.0;
                    Create::create(builder, v0, v1, v2, v3, v4, v5)
                }
            }

            /// Reference to a deserialized [Create].
            #[derive(Copy, Clone)]
            pub struct CreateRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> CreateRef<'a> {
                /// Getter for the [`path` field](Create#structfield.path).
                #[inline]
                pub fn path(&self) -> ::planus::Result<&'a ::core::primitive::str> {
                    self.0.access_required(0, "Create", "path")
                }

                /// Getter for the [`data` field](Create#structfield.data).
                #[inline]
                pub fn data(&self) -> ::planus::Result<::core::option::Option<&'a [u8]>> {
                    self.0.access(1, "Create", "data")
                }

                /// Getter for the [`acl` field](Create#structfield.acl).
                #[inline]
                pub fn acl(
                    &self,
                ) -> ::planus::Result<
                    ::core::option::Option<
                        ::planus::Vector<'a, ::planus::Result<self::AclRef<'a>>>,
                    >,
                > {
                    self.0.access(2, "Create", "acl")
                }

                /// Getter for the [`owner_value` field](Create#structfield.owner_value).
                #[inline]
                pub fn owner_value(&self) -> ::planus::Result<i64> {
                    ::core::result::Result::Ok(
                        self.0.access(3, "Create", "owner_value")?.unwrap_or(0),
                    )
                }

                /// Getter for the [`parent_cversion` field](Create#structfield.parent_cversion).
                #[inline]
                pub fn parent_cversion(&self) -> ::planus::Result<i32> {
                    ::core::result::Result::Ok(
                        self.0.access(4, "Create", "parent_cversion")?.unwrap_or(0),
                    )
                }

                /// Getter for the [`owner_kind` field](Create#structfield.owner_kind).
                #[inline]
                pub fn owner_kind(&self) -> ::planus::Result<self::OwnerKind> {
                    ::core::result::Result::Ok(
                        self.0
                            .access(5, "Create", "owner_kind")?
                            .unwrap_or(self::OwnerKind::Persistent),
                    )
                }
            }

            impl<'a> ::core::fmt::Debug for CreateRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("CreateRef");
                    f.field("path", &self.path());
                    if let ::core::option::Option::Some(field_data) = self.data().transpose() {
                        f.field("data", &field_data);
                    }
                    if let ::core::option::Option::Some(field_acl) = self.acl().transpose() {
                        f.field("acl", &field_acl);
                    }
                    f.field("owner_value", &self.owner_value());
                    f.field("parent_cversion", &self.parent_cversion());
                    f.field("owner_kind", &self.owner_kind());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<CreateRef<'a>> for Create {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: CreateRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        path: ::core::convert::Into::into(value.path()?),
                        data: value.data()?.map(|v| v.to_vec()),
                        acl: if let ::core::option::Option::Some(acl) = value.acl()? {
                            ::core::option::Option::Some(acl.to_vec_result()?)
                        } else {
                            ::core::option::Option::None
                        },
                        owner_value: ::core::convert::TryInto::try_into(value.owner_value()?)?,
                        parent_cversion: ::core::convert::TryInto::try_into(
                            value.parent_cversion()?,
                        )?,
                        owner_kind: ::core::convert::TryInto::try_into(value.owner_kind()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for CreateRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for CreateRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[CreateRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Create>> for Create {
                type Value = ::planus::Offset<Create>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Create>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for CreateRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[CreateRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Delete` in the namespace `ringkeeper.txn`
            ///
            /// Generated from these locations:
            /// * Table `Delete` in the file `txn.fbs:47`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Delete {
                /// The field `path` in the table `Delete`
                pub path: ::planus::alloc::string::String,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Delete {
                fn default() -> Self {
                    Self {
                        path: ::core::default::Default::default(),
                    }
                }
            }

            impl Delete {
                /// Creates a [DeleteBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> DeleteBuilder<()> {
                    DeleteBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_path: impl ::planus::WriteAs<::planus::Offset<str>>,
                ) -> ::planus::Offset<Self> {
                    let prepared_path = field_path.prepare(builder);

                    let mut table_writer: ::planus::table_writer::TableWriter<6> =
                        ::core::default::Default::default();
                    table_writer.write_entry::<::planus::Offset<str>>(0);

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            object_writer.write::<_, _, 4>(&prepared_path);
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Delete>> for Delete {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Delete> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Delete>> for Delete {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Delete>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Delete> for Delete {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Delete> {
                    Delete::create(builder, &self.path)
                }
            }

            /// Builder for serializing an instance of the [Delete] type.
            ///
            /// Can be created using the [Delete::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct DeleteBuilder<State>(State);

            impl DeleteBuilder<()> {
                /// Setter for the [`path` field](Delete#structfield.path).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn path<T0>(self, value: T0) -> DeleteBuilder<(T0,)>
                where
                    T0: ::planus::WriteAs<::planus::Offset<str>>,
                {
                    DeleteBuilder((value,))
                }
            }

            impl<T0> DeleteBuilder<(T0,)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Delete].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Delete>
                where
                    Self: ::planus::WriteAsOffset<Delete>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<T0: ::planus::WriteAs<::planus::Offset<str>>>
                ::planus::WriteAs<::planus::Offset<Delete>> for DeleteBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Delete>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Delete> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<T0: ::planus::WriteAs<::planus::Offset<str>>>
                ::planus::WriteAsOptional<::planus::Offset<Delete>> for DeleteBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Delete>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Delete>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<T0: ::planus::WriteAs<::planus::Offset<str>>> ::planus::WriteAsOffset<Delete>
                for DeleteBuilder<(T0,)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Delete> {
                    let (v0,) = &self.0;
                    Delete::create(builder, v0)
                }
            }

            /// Reference to a deserialized [Delete].
            #[derive(Copy, Clone)]
            pub struct DeleteRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> DeleteRef<'a> {
                /// Getter for the [`path` field](Delete#structfield.path).
                #[inline]
                pub fn path(&self) -> ::planus::Result<&'a ::core::primitive::str> {
                    self.0.access_required(0, "Delete", "path")
                }
            }

            impl<'a> ::core::fmt::Debug for DeleteRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("DeleteRef");
                    f.field("path", &self.path());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<DeleteRef<'a>> for Delete {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: DeleteRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        path: ::core::convert::Into::into(value.path()?),
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for DeleteRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for DeleteRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[DeleteRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Delete>> for Delete {
                type Value = ::planus::Offset<Delete>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Delete>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for DeleteRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[DeleteRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `SetData` in the namespace `ringkeeper.txn`
            ///
            /// Generated from these locations:
            /// * Table `SetData` in the file `txn.fbs:52`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct SetData {
                /// The field `path` in the table `SetData`
                pub path: ::planus::alloc::string::String,
                /// The field `data` in the table `SetData`
                pub data: ::core::option::Option<::planus::alloc::vec::Vec<u8>>,
                /// The field `version` in the table `SetData`
                pub version: i32,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for SetData {
                fn default() -> Self {
                    Self {
                        path: ::core::default::Default::default(),
                        data: ::core::default::Default::default(),
                        version: 0,
                    }
                }
            }

            impl SetData {
                /// Creates a [SetDataBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> SetDataBuilder<()> {
                    SetDataBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_path: impl ::planus::WriteAs<::planus::Offset<str>>,
                    field_data: impl ::planus::WriteAsOptional<::planus::Offset<[u8]>>,
                    field_version: impl ::planus::WriteAsDefault<i32, i32>,
                ) -> ::planus::Offset<Self> {
                    let prepared_path = field_path.prepare(builder);
                    let prepared_data = field_data.prepare(builder);
                    let prepared_version = field_version.prepare(builder, &0);

                    let mut table_writer: ::planus::table_writer::TableWriter<10> =
                        ::core::default::Default::default();
                    table_writer.write_entry::<::planus::Offset<str>>(0);
                    if prepared_data.is_some() {
                        table_writer.write_entry::<::planus::Offset<[u8]>>(1);
                    }
                    if prepared_version.is_some() {
                        table_writer.write_entry::<i32>(2);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            object_writer.write::<_, _, 4>(&prepared_path);
                            if let ::core::option::Option::Some(prepared_data) = prepared_data {
                                object_writer.write::<_, _, 4>(&prepared_data);
                            }
                            if let ::core::option::Option::Some(prepared_version) = prepared_version
                            {
                                object_writer.write::<_, _, 4>(&prepared_version);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<SetData>> for SetData {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<SetData> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<SetData>> for SetData {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<SetData>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<SetData> for SetData {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<SetData> {
                    SetData::create(builder, &self.path, &self.data, self.version)
                }
            }

            /// Builder for serializing an instance of the [SetData] type.
            ///
            /// Can be created using the [SetData::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct SetDataBuilder<State>(State);

            impl SetDataBuilder<()> {
                /// Setter for the [`path` field](SetData#structfield.path).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn path<T0>(self, value: T0) -> SetDataBuilder<(T0,)>
                where
                    T0: ::planus::WriteAs<::planus::Offset<str>>,
                {
                    SetDataBuilder((value,))
                }
            }

            impl<T0> SetDataBuilder<(T0,)> {
                /// Setter for the [`data` field](SetData#structfield.data).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn data<T1>(self, value: T1) -> SetDataBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAsOptional<::planus::Offset<[u8]>>,
                {
                    let (v0,) = self.0;
                    SetDataBuilder((v0, value))
                }

                /// Sets the [`data` field](SetData#structfield.data) to null.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn data_as_null(self) -> SetDataBuilder<(T0, ())> {
                    self.data(())
                }
            }

            impl<T0, T1> SetDataBuilder<(T0, T1)> {
                /// Setter for the [`version` field](SetData#structfield.version).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn version<T2>(self, value: T2) -> SetDataBuilder<(T0, T1, T2)>
                where
                    T2: ::planus::WriteAsDefault<i32, i32>,
                {
                    let (v0, v1) = self.0;
                    SetDataBuilder((v0, v1, value))
                }

                /// Sets the [`version` field](SetData#structfield.version) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn version_as_default(
                    self,
                ) -> SetDataBuilder<(T0, T1, ::planus::DefaultValue)> {
                    self.version(::planus::DefaultValue)
                }
            }

            impl<T0, T1, T2> SetDataBuilder<(T0, T1, T2)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [SetData].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<SetData>
                where
                    Self: ::planus::WriteAsOffset<SetData>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAsOptional<::planus::Offset<[u8]>>,
                T2: ::planus::WriteAsDefault<i32, i32>,
            > ::planus::WriteAs<::planus::Offset<SetData>> for SetDataBuilder<(T0, T1, T2)>
            {
                type Prepared = ::planus::Offset<SetData>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<SetData> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAsOptional<::planus::Offset<[u8]>>,
                T2: ::planus::WriteAsDefault<i32, i32>,
            > ::planus::WriteAsOptional<::planus::Offset<SetData>>
                for SetDataBuilder<(T0, T1, T2)>
            {
                type Prepared = ::planus::Offset<SetData>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<SetData>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAsOptional<::planus::Offset<[u8]>>,
                T2: ::planus::WriteAsDefault<i32, i32>,
            > ::planus::WriteAsOffset<SetData> for SetDataBuilder<(T0, T1, T2)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<SetData> {
                    let (v0, v1, v2) = &self.0;
                    SetData::create(builder, v0, v1, v2)
                }
            }

            /// Reference to a deserialized [SetData].
            #[derive(Copy, Clone)]
            pub struct SetDataRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> SetDataRef<'a> {
                /// Getter for the [`path` field](SetData#structfield.path).
                #[inline]
                pub fn path(&self) -> ::planus::Result<&'a ::core::primitive::str> {
                    self.0.access_required(0, "SetData", "path")
                }

                /// Getter for the [`data` field](SetData#structfield.data).
                #[inline]
                pub fn data(&self) -> ::planus::Result<::core::option::Option<&'a [u8]>> {
                    self.0.access(1, "SetData", "data")
                }

                /// Getter for the [`version` field](SetData#structfield.version).
                #[inline]
                pub fn version(&self) -> ::planus::Result<i32> {
                    ::core::result::Result::Ok(self.0.access(2, "SetData", "version")?.unwrap_or(0))
                }
            }

            impl<'a> ::core::fmt::Debug for SetDataRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("SetDataRef");
                    f.field("path", &self.path());
                    if let ::core::option::Option::Some(field_data) = self.data().transpose() {
                        f.field("data", &field_data);
                    }
                    f.field("version", &self.version());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<SetDataRef<'a>> for SetData {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: SetDataRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        path: ::core::convert::Into::into(value.path()?),
                        data: value.data()?.map(|v| v.to_vec()),
                        version: ::core::convert::TryInto::try_into(value.version()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for SetDataRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for SetDataRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[SetDataRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<SetData>> for SetData {
                type Value = ::planus::Offset<SetData>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<SetData>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for SetDataRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[SetDataRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `SetAcl` in the namespace `ringkeeper.txn`
            ///
            /// Generated from these locations:
            /// * Table `SetAcl` in the file `txn.fbs:59`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct SetAcl {
                /// The field `path` in the table `SetAcl`
                pub path: ::planus::alloc::string::String,
                /// The field `acl` in the table `SetAcl`
                pub acl: ::core::option::Option<::planus::alloc::vec::Vec<self::Acl>>,
                /// The field `aversion` in the table `SetAcl`
                pub aversion: i32,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for SetAcl {
                fn default() -> Self {
                    Self {
                        path: ::core::default::Default::default(),
                        acl: ::core::default::Default::default(),
                        aversion: 0,
                    }
                }
            }

            impl SetAcl {
                /// Creates a [SetAclBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> SetAclBuilder<()> {
                    SetAclBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_path: impl ::planus::WriteAs<::planus::Offset<str>>,
                    field_acl: impl ::planus::WriteAsOptional<
                        ::planus::Offset<[::planus::Offset<self::Acl>]>,
                    >,
                    field_aversion: impl ::planus::WriteAsDefault<i32, i32>,
                ) -> ::planus::Offset<Self> {
                    let prepared_path = field_path.prepare(builder);
                    let prepared_acl = field_acl.prepare(builder);
                    let prepared_aversion = field_aversion.prepare(builder, &0);

                    let mut table_writer: ::planus::table_writer::TableWriter<10> =
                        ::core::default::Default::default();
                    table_writer.write_entry::<::planus::Offset<str>>(0);
                    if prepared_acl.is_some() {
                        table_writer
                            .write_entry::<::planus::Offset<[::planus::Offset<self::Acl>]>>(1);
                    }
                    if prepared_aversion.is_some() {
                        table_writer.write_entry::<i32>(2);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            object_writer.write::<_, _, 4>(&prepared_path);
                            if let ::core::option::Option::Some(prepared_acl) = prepared_acl {
                                object_writer.write::<_, _, 4>(&prepared_acl);
                            }
                            if let ::core::option::Option::Some(prepared_aversion) =
                                prepared_aversion
                            {
                                object_writer.write::<_, _, 4>(&prepared_aversion);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<SetAcl>> for SetAcl {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<SetAcl> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<SetAcl>> for SetAcl {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<SetAcl>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<SetAcl> for SetAcl {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<SetAcl> {
                    SetAcl::create(builder, &self.path, &self.acl, self.aversion)
                }
            }

            /// Builder for serializing an instance of the [SetAcl] type.
            ///
            /// Can be created using the [SetAcl::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct SetAclBuilder<State>(State);

            impl SetAclBuilder<()> {
                /// Setter for the [`path` field](SetAcl#structfield.path).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn path<T0>(self, value: T0) -> SetAclBuilder<(T0,)>
                where
                    T0: ::planus::WriteAs<::planus::Offset<str>>,
                {
                    SetAclBuilder((value,))
                }
            }

            impl<T0> SetAclBuilder<(T0,)> {
                /// Setter for the [`acl` field](SetAcl#structfield.acl).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn acl<T1>(self, value: T1) -> SetAclBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAsOptional<::planus::Offset<[::planus::Offset<self::Acl>]>>,
                {
                    let (v0,) = self.0;
                    SetAclBuilder((v0, value))
                }

                /// Sets the [`acl` field](SetAcl#structfield.acl) to null.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn acl_as_null(self) -> SetAclBuilder<(T0, ())> {
                    self.acl(())
                }
            }

            impl<T0, T1> SetAclBuilder<(T0, T1)> {
                /// Setter for the [`aversion` field](SetAcl#structfield.aversion).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn aversion<T2>(self, value: T2) -> SetAclBuilder<(T0, T1, T2)>
                where
                    T2: ::planus::WriteAsDefault<i32, i32>,
                {
                    let (v0, v1) = self.0;
                    SetAclBuilder((v0, v1, value))
                }

                /// Sets the [`aversion` field](SetAcl#structfield.aversion) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn aversion_as_default(
                    self,
                ) -> SetAclBuilder<(T0, T1, ::planus::DefaultValue)> {
                    self.aversion(::planus::DefaultValue)
                }
            }

            impl<T0, T1, T2> SetAclBuilder<(T0, T1, T2)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [SetAcl].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<SetAcl>
                where
                    Self: ::planus::WriteAsOffset<SetAcl>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAsOptional<::planus::Offset<[::planus::Offset<self::Acl>]>>,
                T2: ::planus::WriteAsDefault<i32, i32>,
            > ::planus::WriteAs<::planus::Offset<SetAcl>> for SetAclBuilder<(T0, T1, T2)>
            {
                type Prepared = ::planus::Offset<SetAcl>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<SetAcl> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAsOptional<::planus::Offset<[::planus::Offset<self::Acl>]>>,
                T2: ::planus::WriteAsDefault<i32, i32>,
            > ::planus::WriteAsOptional<::planus::Offset<SetAcl>> for SetAclBuilder<(T0, T1, T2)>
            {
                type Prepared = ::planus::Offset<SetAcl>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<SetAcl>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAsOptional<::planus::Offset<[::planus::Offset<self::Acl>]>>,
                T2: ::planus::WriteAsDefault<i32, i32>,
            > ::planus::WriteAsOffset<SetAcl> for SetAclBuilder<(T0, T1, T2)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<SetAcl> {
                    let (v0, v1, v2) = &self.0;
                    SetAcl::create(builder, v0, v1, v2)
                }
            }

            /// Reference to a deserialized [SetAcl].
            #[derive(Copy, Clone)]
            pub struct SetAclRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> SetAclRef<'a> {
                /// Getter for the [`path` field](SetAcl#structfield.path).
                #[inline]
                pub fn path(&self) -> ::planus::Result<&'a ::core::primitive::str> {
                    self.0.access_required(0, "SetAcl", "path")
                }

                /// Getter for the [`acl` field](SetAcl#structfield.acl).
                #[inline]
                pub fn acl(
                    &self,
                ) -> ::planus::Result<
                    ::core::option::Option<
                        ::planus::Vector<'a, ::planus::Result<self::AclRef<'a>>>,
                    >,
                > {
                    self.0.access(1, "SetAcl", "acl")
                }

                /// Getter for the [`aversion` field](SetAcl#structfield.aversion).
                #[inline]
                pub fn aversion(&self) -> ::planus::Result<i32> {
                    ::core::result::Result::Ok(self.0.access(2, "SetAcl", "aversion")?.unwrap_or(0))
                }
            }

            impl<'a> ::core::fmt::Debug for SetAclRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("SetAclRef");
                    f.field("path", &self.path());
                    if let ::core::option::Option::Some(field_acl) = self.acl().transpose() {
                        f.field("acl", &field_acl);
                    }
                    f.field("aversion", &self.aversion());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<SetAclRef<'a>> for SetAcl {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: SetAclRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        path: ::core::convert::Into::into(value.path()?),
                        acl: if let ::core::option::Option::Some(acl) = value.acl()? {
                            ::core::option::Option::Some(acl.to_vec_result()?)
                        } else {
                            ::core::option::Option::None
                        },
                        aversion: ::core::convert::TryInto::try_into(value.aversion()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for SetAclRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for SetAclRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[SetAclRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<SetAcl>> for SetAcl {
                type Value = ::planus::Offset<SetAcl>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<SetAcl>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for SetAclRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[SetAclRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Check` in the namespace `ringkeeper.txn`
            ///
            /// Generated from these locations:
            /// * Table `Check` in the file `txn.fbs:66`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Check {
                /// The field `path` in the table `Check`
                pub path: ::planus::alloc::string::String,
                /// The field `version` in the table `Check`
                pub version: i32,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Check {
                fn default() -> Self {
                    Self {
                        path: ::core::default::Default::default(),
                        version: 0,
                    }
                }
            }

            impl Check {
                /// Creates a [CheckBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> CheckBuilder<()> {
                    CheckBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_path: impl ::planus::WriteAs<::planus::Offset<str>>,
                    field_version: impl ::planus::WriteAsDefault<i32, i32>,
                ) -> ::planus::Offset<Self> {
                    let prepared_path = field_path.prepare(builder);
                    let prepared_version = field_version.prepare(builder, &0);

                    let mut table_writer: ::planus::table_writer::TableWriter<8> =
                        ::core::default::Default::default();
                    table_writer.write_entry::<::planus::Offset<str>>(0);
                    if prepared_version.is_some() {
                        table_writer.write_entry::<i32>(1);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            object_writer.write::<_, _, 4>(&prepared_path);
                            if let ::core::option::Option::Some(prepared_version) = prepared_version
                            {
                                object_writer.write::<_, _, 4>(&prepared_version);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Check>> for Check {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Check> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Check>> for Check {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Check>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Check> for Check {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Check> {
                    Check::create(builder, &self.path, self.version)
                }
            }

            /// Builder for serializing an instance of the [Check] type.
            ///
            /// Can be created using the [Check::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct CheckBuilder<State>(State);

            impl CheckBuilder<()> {
                /// Setter for the [`path` field](Check#structfield.path).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn path<T0>(self, value: T0) -> CheckBuilder<(T0,)>
                where
                    T0: ::planus::WriteAs<::planus::Offset<str>>,
                {
                    CheckBuilder((value,))
                }
            }

            impl<T0> CheckBuilder<(T0,)> {
                /// Setter for the [`version` field](Check#structfield.version).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn version<T1>(self, value: T1) -> CheckBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAsDefault<i32, i32>,
                {
                    let (v0,) = self.0;
                    CheckBuilder((v0, value))
                }

                /// Sets the [`version` field](Check#structfield.version) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn version_as_default(self) -> CheckBuilder<(T0, ::planus::DefaultValue)> {
                    self.version(::planus::DefaultValue)
                }
            }

            impl<T0, T1> CheckBuilder<(T0, T1)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Check].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Check>
                where
                    Self: ::planus::WriteAsOffset<Check>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAsDefault<i32, i32>,
            > ::planus::WriteAs<::planus::Offset<Check>> for CheckBuilder<(T0, T1)>
            {
                type Prepared = ::planus::Offset<Check>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Check> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAsDefault<i32, i32>,
            > ::planus::WriteAsOptional<::planus::Offset<Check>> for CheckBuilder<(T0, T1)>
            {
                type Prepared = ::planus::Offset<Check>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Check>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAsDefault<i32, i32>,
            > ::planus::WriteAsOffset<Check> for CheckBuilder<(T0, T1)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Check> {
                    let (v0, v1) = &self.0;
                    Check::create(builder, v0, v1)
                }
            }

            /// Reference to a deserialized [Check].
            #[derive(Copy, Clone)]
            pub struct CheckRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> CheckRef<'a> {
                /// Getter for the [`path` field](Check#structfield.path).
                #[inline]
                pub fn path(&self) -> ::planus::Result<&'a ::core::primitive::str> {
                    self.0.access_required(0, "Check", "path")
                }

                /// Getter for the [`version` field](Check#structfield.version).
                #[inline]
                pub fn version(&self) -> ::planus::Result<i32> {
                    ::core::result::Result::Ok(self.0.access(1, "Check", "version")?.unwrap_or(0))
                }
            }

            impl<'a> ::core::fmt::Debug for CheckRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("CheckRef");
                    f.field("path", &self.path());
                    f.field("version", &self.version());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<CheckRef<'a>> for Check {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: CheckRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        path: ::core::convert::Into::into(value.path()?),
                        version: ::core::convert::TryInto::try_into(value.version()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for CheckRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for CheckRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[CheckRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Check>> for Check {
                type Value = ::planus::Offset<Check>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Check>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for CheckRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[CheckRef]", "read_as_root", 0)
                    })
                }
            }

            /// The union `SubOp` in the namespace `ringkeeper.txn`
            ///
            /// Generated from these locations:
            /// * Union `SubOp` in the file `txn.fbs:72`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub enum SubOp {
                /// The variant of type `Create` in the union `SubOp`
                Create(::planus::alloc::boxed::Box<self::Create>),

                /// The variant of type `Delete` in the union `SubOp`
                Delete(::planus::alloc::boxed::Box<self::Delete>),

                /// The variant of type `SetData` in the union `SubOp`
                SetData(::planus::alloc::boxed::Box<self::SetData>),

                /// The variant of type `Check` in the union `SubOp`
                Check(::planus::alloc::boxed::Box<self::Check>),
            }

            impl SubOp {
                /// Creates a [SubOpBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> SubOpBuilder<::planus::Uninitialized> {
                    SubOpBuilder(::planus::Uninitialized)
                }

                #[inline]
                pub fn create_create(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Create>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(1, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_delete(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Delete>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(2, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_set_data(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::SetData>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(3, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_check(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Check>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(4, value.prepare(builder).downcast())
                }
            }

            impl ::planus::WriteAsUnion<SubOp> for SubOp {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Self> {
                    match self {
                        Self::Create(value) => Self::create_create(builder, value),
                        Self::Delete(value) => Self::create_delete(builder, value),
                        Self::SetData(value) => Self::create_set_data(builder, value),
                        Self::Check(value) => Self::create_check(builder, value),
                    }
                }
            }

            impl ::planus::WriteAsOptionalUnion<SubOp> for SubOp {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Self>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }

            /// Builder for serializing an instance of the [SubOp] type.
            ///
            /// Can be created using the [SubOp::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct SubOpBuilder<T>(T);

            impl SubOpBuilder<::planus::Uninitialized> {
                /// Creates an instance of the [`Create` variant](SubOp#variant.Create).
                #[inline]
                pub fn create<T>(self, value: T) -> SubOpBuilder<::planus::Initialized<1, T>>
                where
                    T: ::planus::WriteAsOffset<self::Create>,
                {
                    SubOpBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Delete` variant](SubOp#variant.Delete).
                #[inline]
                pub fn delete<T>(self, value: T) -> SubOpBuilder<::planus::Initialized<2, T>>
                where
                    T: ::planus::WriteAsOffset<self::Delete>,
                {
                    SubOpBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`SetData` variant](SubOp#variant.SetData).
                #[inline]
                pub fn set_data<T>(self, value: T) -> SubOpBuilder<::planus::Initialized<3, T>>
                where
                    T: ::planus::WriteAsOffset<self::SetData>,
                {
                    SubOpBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Check` variant](SubOp#variant.Check).
                #[inline]
                pub fn check<T>(self, value: T) -> SubOpBuilder<::planus::Initialized<4, T>>
                where
                    T: ::planus::WriteAsOffset<self::Check>,
                {
                    SubOpBuilder(::planus::Initialized(value))
                }
            }

            impl<const N: u8, T> SubOpBuilder<::planus::Initialized<N, T>> {
                /// Finish writing the builder to get an [UnionOffset](::planus::UnionOffset) to a serialized [SubOp].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<SubOp>
                where
                    Self: ::planus::WriteAsUnion<SubOp>,
                {
                    ::planus::WriteAsUnion::prepare(&self, builder)
                }
            }

            impl<T> ::planus::WriteAsUnion<SubOp> for SubOpBuilder<::planus::Initialized<1, T>>
            where
                T: ::planus::WriteAsOffset<self::Create>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<SubOp> {
                    ::planus::UnionOffset::new(1, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<SubOp> for SubOpBuilder<::planus::Initialized<1, T>>
            where
                T: ::planus::WriteAsOffset<self::Create>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<SubOp>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<SubOp> for SubOpBuilder<::planus::Initialized<2, T>>
            where
                T: ::planus::WriteAsOffset<self::Delete>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<SubOp> {
                    ::planus::UnionOffset::new(2, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<SubOp> for SubOpBuilder<::planus::Initialized<2, T>>
            where
                T: ::planus::WriteAsOffset<self::Delete>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<SubOp>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<SubOp> for SubOpBuilder<::planus::Initialized<3, T>>
            where
                T: ::planus::WriteAsOffset<self::SetData>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<SubOp> {
                    ::planus::UnionOffset::new(3, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<SubOp> for SubOpBuilder<::planus::Initialized<3, T>>
            where
                T: ::planus::WriteAsOffset<self::SetData>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<SubOp>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<SubOp> for SubOpBuilder<::planus::Initialized<4, T>>
            where
                T: ::planus::WriteAsOffset<self::Check>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<SubOp> {
                    ::planus::UnionOffset::new(4, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<SubOp> for SubOpBuilder<::planus::Initialized<4, T>>
            where
                T: ::planus::WriteAsOffset<self::Check>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<SubOp>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }

            /// Reference to a deserialized [SubOp].
            #[derive(Copy, Clone, Debug)]
            pub enum SubOpRef<'a> {
                Create(self::CreateRef<'a>),
                Delete(self::DeleteRef<'a>),
                SetData(self::SetDataRef<'a>),
                Check(self::CheckRef<'a>),
            }

            impl<'a> ::core::convert::TryFrom<SubOpRef<'a>> for SubOp {
                type Error = ::planus::Error;

                fn try_from(value: SubOpRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(match value {
                        SubOpRef::Create(value) => Self::Create(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),

                        SubOpRef::Delete(value) => Self::Delete(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),

                        SubOpRef::SetData(value) => {
                            Self::SetData(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        SubOpRef::Check(value) => Self::Check(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),
                    })
                }
            }

            impl<'a> ::planus::TableReadUnion<'a> for SubOpRef<'a> {
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    tag: u8,
                    field_offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    match tag {
                        1 => ::core::result::Result::Ok(Self::Create(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        2 => ::core::result::Result::Ok(Self::Delete(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        3 => ::core::result::Result::Ok(Self::SetData(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        4 => ::core::result::Result::Ok(Self::Check(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        _ => ::core::result::Result::Err(
                            ::planus::errors::ErrorKind::UnknownUnionTag { tag },
                        ),
                    }
                }
            }

            impl<'a> ::planus::VectorReadUnion<'a> for SubOpRef<'a> {
                const VECTOR_NAME: &'static str = "[SubOpRef]";
            }

            /// The table `Item` in the namespace `ringkeeper.txn`
            ///
            /// Generated from these locations:
            /// * Table `Item` in the file `txn.fbs:80`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Item {
                /// The field `op` in the table `Item`
                pub op: self::SubOp,
            }

            impl Item {
                /// Creates a [ItemBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> ItemBuilder<()> {
                    ItemBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_op: impl ::planus::WriteAsUnion<self::SubOp>,
                ) -> ::planus::Offset<Self> {
                    let prepared_op = field_op.prepare(builder);

                    let mut table_writer: ::planus::table_writer::TableWriter<8> =
                        ::core::default::Default::default();
                    table_writer.write_entry::<::planus::Offset<self::SubOp>>(1);
                    table_writer.write_entry::<u8>(0);

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            object_writer.write::<_, _, 4>(&prepared_op.offset());
                            object_writer.write::<_, _, 1>(&prepared_op.tag());
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Item>> for Item {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Item> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Item>> for Item {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Item>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Item> for Item {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Item> {
                    Item::create(builder, &self.op)
                }
            }

            /// Builder for serializing an instance of the [Item] type.
            ///
            /// Can be created using the [Item::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct ItemBuilder<State>(State);

            impl ItemBuilder<()> {
                /// Setter for the [`op` field](Item#structfield.op).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn op<T0>(self, value: T0) -> ItemBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsUnion<self::SubOp>,
                {
                    ItemBuilder((value,))
                }
            }

            impl<T0> ItemBuilder<(T0,)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Item].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Item>
                where
                    Self: ::planus::WriteAsOffset<Item>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<T0: ::planus::WriteAsUnion<self::SubOp>> ::planus::WriteAs<::planus::Offset<Item>>
                for ItemBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Item>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Item> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<T0: ::planus::WriteAsUnion<self::SubOp>>
                ::planus::WriteAsOptional<::planus::Offset<Item>> for ItemBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Item>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Item>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<T0: ::planus::WriteAsUnion<self::SubOp>> ::planus::WriteAsOffset<Item> for ItemBuilder<(T0,)> {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Item> {
                    let (v0,) = &self.0;
                    Item::create(builder, v0)
                }
            }

            /// Reference to a deserialized [Item].
            #[derive(Copy, Clone)]
            pub struct ItemRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> ItemRef<'a> {
                /// Getter for the [`op` field](Item#structfield.op).
                #[inline]
                pub fn op(&self) -> ::planus::Result<self::SubOpRef<'a>> {
                    self.0.access_union_required(0, "Item", "op")
                }
            }

            impl<'a> ::core::fmt::Debug for ItemRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("ItemRef");
                    f.field("op", &self.op());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<ItemRef<'a>> for Item {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: ItemRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        op: ::core::convert::TryInto::try_into(value.op()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for ItemRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for ItemRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location("[ItemRef]", "get", buffer.offset_from_start)
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Item>> for Item {
                type Value = ::planus::Offset<Item>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Item>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for ItemRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[ItemRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Multi` in the namespace `ringkeeper.txn`
            ///
            /// Generated from these locations:
            /// * Table `Multi` in the file `txn.fbs:85`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Multi {
                /// The field `items` in the table `Multi`
                pub items: ::planus::alloc::vec::Vec<self::Item>,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Multi {
                fn default() -> Self {
                    Self {
                        items: ::core::default::Default::default(),
                    }
                }
            }

            impl Multi {
                /// Creates a [MultiBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> MultiBuilder<()> {
                    MultiBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_items: impl ::planus::WriteAs<
                        ::planus::Offset<[::planus::Offset<self::Item>]>,
                    >,
                ) -> ::planus::Offset<Self> {
                    let prepared_items = field_items.prepare(builder);

                    let mut table_writer: ::planus::table_writer::TableWriter<6> =
                        ::core::default::Default::default();
                    table_writer.write_entry::<::planus::Offset<[::planus::Offset<self::Item>]>>(0);

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            object_writer.write::<_, _, 4>(&prepared_items);
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Multi>> for Multi {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Multi> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Multi>> for Multi {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Multi>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Multi> for Multi {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Multi> {
                    Multi::create(builder, &self.items)
                }
            }

            /// Builder for serializing an instance of the [Multi] type.
            ///
            /// Can be created using the [Multi::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct MultiBuilder<State>(State);

            impl MultiBuilder<()> {
                /// Setter for the [`items` field](Multi#structfield.items).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn items<T0>(self, value: T0) -> MultiBuilder<(T0,)>
                where
                    T0: ::planus::WriteAs<::planus::Offset<[::planus::Offset<self::Item>]>>,
                {
                    MultiBuilder((value,))
                }
            }

            impl<T0> MultiBuilder<(T0,)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Multi].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Multi>
                where
                    Self: ::planus::WriteAsOffset<Multi>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<T0: ::planus::WriteAs<::planus::Offset<[::planus::Offset<self::Item>]>>>
                ::planus::WriteAs<::planus::Offset<Multi>> for MultiBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Multi>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Multi> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<T0: ::planus::WriteAs<::planus::Offset<[::planus::Offset<self::Item>]>>>
                ::planus::WriteAsOptional<::planus::Offset<Multi>> for MultiBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Multi>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Multi>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<T0: ::planus::WriteAs<::planus::Offset<[::planus::Offset<self::Item>]>>>
                ::planus::WriteAsOffset<Multi> for MultiBuilder<(T0,)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Multi> {
                    let (v0,) = &self.0;
                    Multi::create(builder, v0)
                }
            }

            /// Reference to a deserialized [Multi].
            #[derive(Copy, Clone)]
            pub struct MultiRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> MultiRef<'a> {
                /// Getter for the [`items` field](Multi#structfield.items).
                #[inline]
                pub fn items(
                    &self,
                ) -> ::planus::Result<::planus::Vector<'a, ::planus::Result<self::ItemRef<'a>>>>
                {
                    self.0.access_required(0, "Multi", "items")
                }
            }

            impl<'a> ::core::fmt::Debug for MultiRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("MultiRef");
                    f.field("items", &self.items());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<MultiRef<'a>> for Multi {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: MultiRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        items: value.items()?.to_vec_result()?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for MultiRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for MultiRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[MultiRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Multi>> for Multi {
                type Value = ::planus::Offset<Multi>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Multi>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for MultiRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[MultiRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Error` in the namespace `ringkeeper.txn`
            ///
            /// Generated from these locations:
            /// * Table `Error` in the file `txn.fbs:90`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Error {
                /// The field `code` in the table `Error`
                pub code: i32,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Error {
                fn default() -> Self {
                    Self { code: 0 }
                }
            }

            impl Error {
                /// Creates a [ErrorBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> ErrorBuilder<()> {
                    ErrorBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_code: impl ::planus::WriteAsDefault<i32, i32>,
                ) -> ::planus::Offset<Self> {
                    let prepared_code = field_code.prepare(builder, &0);

                    let mut table_writer: ::planus::table_writer::TableWriter<6> =
                        ::core::default::Default::default();
                    if prepared_code.is_some() {
                        table_writer.write_entry::<i32>(0);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_code) = prepared_code {
                                object_writer.write::<_, _, 4>(&prepared_code);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Error>> for Error {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Error> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Error>> for Error {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Error>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Error> for Error {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Error> {
                    Error::create(builder, self.code)
                }
            }

            /// Builder for serializing an instance of the [Error] type.
            ///
            /// Can be created using the [Error::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct ErrorBuilder<State>(State);

            impl ErrorBuilder<()> {
                /// Setter for the [`code` field](Error#structfield.code).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn code<T0>(self, value: T0) -> ErrorBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsDefault<i32, i32>,
                {
                    ErrorBuilder((value,))
                }

                /// Sets the [`code` field](Error#structfield.code) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn code_as_default(self) -> ErrorBuilder<(::planus::DefaultValue,)> {
                    self.code(::planus::DefaultValue)
                }
            }

            impl<T0> ErrorBuilder<(T0,)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Error].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Error>
                where
                    Self: ::planus::WriteAsOffset<Error>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<i32, i32>> ::planus::WriteAs<::planus::Offset<Error>>
                for ErrorBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Error>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Error> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<i32, i32>>
                ::planus::WriteAsOptional<::planus::Offset<Error>> for ErrorBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Error>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Error>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<T0: ::planus::WriteAsDefault<i32, i32>> ::planus::WriteAsOffset<Error>
                for ErrorBuilder<(T0,)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Error> {
                    let (v0,) = &self.0;
                    Error::create(builder, v0)
                }
            }

            /// Reference to a deserialized [Error].
            #[derive(Copy, Clone)]
            pub struct ErrorRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> ErrorRef<'a> {
                /// Getter for the [`code` field](Error#structfield.code).
                #[inline]
                pub fn code(&self) -> ::planus::Result<i32> {
                    ::core::result::Result::Ok(self.0.access(0, "Error", "code")?.unwrap_or(0))
                }
            }

            impl<'a> ::core::fmt::Debug for ErrorRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("ErrorRef");
                    f.field("code", &self.code());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<ErrorRef<'a>> for Error {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: ErrorRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        code: ::core::convert::TryInto::try_into(value.code()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for ErrorRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for ErrorRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[ErrorRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Error>> for Error {
                type Value = ::planus::Offset<Error>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Error>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for ErrorRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[ErrorRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `FailedMulti` in the namespace `ringkeeper.txn`
            ///
            /// Generated from these locations:
            /// * Table `FailedMulti` in the file `txn.fbs:95`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct FailedMulti {
                /// The field `codes` in the table `FailedMulti`
                pub codes: ::planus::alloc::vec::Vec<i32>,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for FailedMulti {
                fn default() -> Self {
                    Self {
                        codes: ::core::default::Default::default(),
                    }
                }
            }

            impl FailedMulti {
                /// Creates a [FailedMultiBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> FailedMultiBuilder<()> {
                    FailedMultiBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_codes: impl ::planus::WriteAs<::planus::Offset<[i32]>>,
                ) -> ::planus::Offset<Self> {
                    let prepared_codes = field_codes.prepare(builder);

                    let mut table_writer: ::planus::table_writer::TableWriter<6> =
                        ::core::default::Default::default();
                    table_writer.write_entry::<::planus::Offset<[i32]>>(0);

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            object_writer.write::<_, _, 4>(&prepared_codes);
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<FailedMulti>> for FailedMulti {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<FailedMulti> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<FailedMulti>> for FailedMulti {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<FailedMulti>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<FailedMulti> for FailedMulti {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<FailedMulti> {
                    FailedMulti::create(builder, &self.codes)
                }
            }

            /// Builder for serializing an instance of the [FailedMulti] type.
            ///
            /// Can be created using the [FailedMulti::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct FailedMultiBuilder<State>(State);

            impl FailedMultiBuilder<()> {
                /// Setter for the [`codes` field](FailedMulti#structfield.codes).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn codes<T0>(self, value: T0) -> FailedMultiBuilder<(T0,)>
                where
                    T0: ::planus::WriteAs<::planus::Offset<[i32]>>,
                {
                    FailedMultiBuilder((value,))
                }
            }

            impl<T0> FailedMultiBuilder<(T0,)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [FailedMulti].
                #[inline]
                pub fn finish(
                    self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<FailedMulti>
                where
                    Self: ::planus::WriteAsOffset<FailedMulti>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<T0: ::planus::WriteAs<::planus::Offset<[i32]>>>
                ::planus::WriteAs<::planus::Offset<FailedMulti>> for FailedMultiBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<FailedMulti>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<FailedMulti> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<T0: ::planus::WriteAs<::planus::Offset<[i32]>>>
                ::planus::WriteAsOptional<::planus::Offset<FailedMulti>>
                for FailedMultiBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<FailedMulti>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<FailedMulti>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<T0: ::planus::WriteAs<::planus::Offset<[i32]>>>
                ::planus::WriteAsOffset<FailedMulti> for FailedMultiBuilder<(T0,)>
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<FailedMulti> {
                    let (v0,) = &self.0;
                    FailedMulti::create(builder, v0)
                }
            }

            /// Reference to a deserialized [FailedMulti].
            #[derive(Copy, Clone)]
            pub struct FailedMultiRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> FailedMultiRef<'a> {
                /// Getter for the [`codes` field](FailedMulti#structfield.codes).
                #[inline]
                pub fn codes(&self) -> ::planus::Result<::planus::Vector<'a, i32>> {
                    self.0.access_required(0, "FailedMulti", "codes")
                }
            }

            impl<'a> ::core::fmt::Debug for FailedMultiRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("FailedMultiRef");
                    f.field("codes", &self.codes());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<FailedMultiRef<'a>> for FailedMulti {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: FailedMultiRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        codes: value.codes()?.to_vec()?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for FailedMultiRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for FailedMultiRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[FailedMultiRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<FailedMulti>> for FailedMulti {
                type Value = ::planus::Offset<FailedMulti>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<FailedMulti>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for FailedMultiRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[FailedMultiRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Reconfig` in the namespace `ringkeeper.txn`
            ///
            /// Generated from these locations:
            /// * Table `Reconfig` in the file `txn.fbs:100`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Reconfig {
                /// The field `config` in the table `Reconfig`
                pub config: ::planus::alloc::vec::Vec<u8>,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Reconfig {
                fn default() -> Self {
                    Self {
                        config: ::core::default::Default::default(),
                    }
                }
            }

            impl Reconfig {
                /// Creates a [ReconfigBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> ReconfigBuilder<()> {
                    ReconfigBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_config: impl ::planus::WriteAs<::planus::Offset<[u8]>>,
                ) -> ::planus::Offset<Self> {
                    let prepared_config = field_config.prepare(builder);

                    let mut table_writer: ::planus::table_writer::TableWriter<6> =
                        ::core::default::Default::default();
                    table_writer.write_entry::<::planus::Offset<[u8]>>(0);

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            object_writer.write::<_, _, 4>(&prepared_config);
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Reconfig>> for Reconfig {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Reconfig> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Reconfig>> for Reconfig {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Reconfig>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Reconfig> for Reconfig {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Reconfig> {
                    Reconfig::create(builder, &self.config)
                }
            }

            /// Builder for serializing an instance of the [Reconfig] type.
            ///
            /// Can be created using the [Reconfig::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct ReconfigBuilder<State>(State);

            impl ReconfigBuilder<()> {
                /// Setter for the [`config` field](Reconfig#structfield.config).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn config<T0>(self, value: T0) -> ReconfigBuilder<(T0,)>
                where
                    T0: ::planus::WriteAs<::planus::Offset<[u8]>>,
                {
                    ReconfigBuilder((value,))
                }
            }

            impl<T0> ReconfigBuilder<(T0,)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Reconfig].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Reconfig>
                where
                    Self: ::planus::WriteAsOffset<Reconfig>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<T0: ::planus::WriteAs<::planus::Offset<[u8]>>>
                ::planus::WriteAs<::planus::Offset<Reconfig>> for ReconfigBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Reconfig>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Reconfig> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<T0: ::planus::WriteAs<::planus::Offset<[u8]>>>
                ::planus::WriteAsOptional<::planus::Offset<Reconfig>> for ReconfigBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Reconfig>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Reconfig>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<T0: ::planus::WriteAs<::planus::Offset<[u8]>>> ::planus::WriteAsOffset<Reconfig>
                for ReconfigBuilder<(T0,)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Reconfig> {
                    let (v0,) = &self.0;
                    Reconfig::create(builder, v0)
                }
            }

            /// Reference to a deserialized [Reconfig].
            #[derive(Copy, Clone)]
            pub struct ReconfigRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> ReconfigRef<'a> {
                /// Getter for the [`config` field](Reconfig#structfield.config).
                #[inline]
                pub fn config(&self) -> ::planus::Result<&'a [u8]> {
                    self.0.access_required(0, "Reconfig", "config")
                }
            }

            impl<'a> ::core::fmt::Debug for ReconfigRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("ReconfigRef");
                    f.field("config", &self.config());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<ReconfigRef<'a>> for Reconfig {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: ReconfigRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        config: value.config()?.to_vec(),
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for ReconfigRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for ReconfigRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[ReconfigRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Reconfig>> for Reconfig {
                type Value = ::planus::Offset<Reconfig>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Reconfig>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for ReconfigRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[ReconfigRef]", "read_as_root", 0)
                    })
                }
            }

            /// The union `Op` in the namespace `ringkeeper.txn`
            ///
            /// Generated from these locations:
            /// * Union `Op` in the file `txn.fbs:104`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub enum Op {
                /// The variant of type `CreateSession` in the union `Op`
                CreateSession(::planus::alloc::boxed::Box<self::CreateSession>),

                /// The variant of type `CloseSession` in the union `Op`
                CloseSession(::planus::alloc::boxed::Box<self::CloseSession>),

                /// The variant of type `Create` in the union `Op`
                Create(::planus::alloc::boxed::Box<self::Create>),

                /// The variant of type `Delete` in the union `Op`
                Delete(::planus::alloc::boxed::Box<self::Delete>),

                /// The variant of type `SetData` in the union `Op`
                SetData(::planus::alloc::boxed::Box<self::SetData>),

                /// The variant of type `SetAcl` in the union `Op`
                SetAcl(::planus::alloc::boxed::Box<self::SetAcl>),

                /// The variant of type `Check` in the union `Op`
                Check(::planus::alloc::boxed::Box<self::Check>),

                /// The variant of type `Multi` in the union `Op`
                Multi(::planus::alloc::boxed::Box<self::Multi>),

                /// The variant of type `Error` in the union `Op`
                Error(::planus::alloc::boxed::Box<self::Error>),

                /// The variant of type `FailedMulti` in the union `Op`
                FailedMulti(::planus::alloc::boxed::Box<self::FailedMulti>),

                /// The variant of type `Reconfig` in the union `Op`
                Reconfig(::planus::alloc::boxed::Box<self::Reconfig>),
            }

            impl Op {
                /// Creates a [OpBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> OpBuilder<::planus::Uninitialized> {
                    OpBuilder(::planus::Uninitialized)
                }

                #[inline]
                pub fn create_create_session(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::CreateSession>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(1, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_close_session(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::CloseSession>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(2, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_create(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Create>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(3, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_delete(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Delete>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(4, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_set_data(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::SetData>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(5, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_set_acl(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::SetAcl>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(6, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_check(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Check>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(7, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_multi(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Multi>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(8, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_error(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Error>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(9, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_failed_multi(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::FailedMulti>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(10, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_reconfig(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Reconfig>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(11, value.prepare(builder).downcast())
                }
            }

            impl ::planus::WriteAsUnion<Op> for Op {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Self> {
                    match self {
                        Self::CreateSession(value) => Self::create_create_session(builder, value),
                        Self::CloseSession(value) => Self::create_close_session(builder, value),
                        Self::Create(value) => Self::create_create(builder, value),
                        Self::Delete(value) => Self::create_delete(builder, value),
                        Self::SetData(value) => Self::create_set_data(builder, value),
                        Self::SetAcl(value) => Self::create_set_acl(builder, value),
                        Self::Check(value) => Self::create_check(builder, value),
                        Self::Multi(value) => Self::create_multi(builder, value),
                        Self::Error(value) => Self::create_error(builder, value),
                        Self::FailedMulti(value) => Self::create_failed_multi(builder, value),
                        Self::Reconfig(value) => Self::create_reconfig(builder, value),
                    }
                }
            }

            impl ::planus::WriteAsOptionalUnion<Op> for Op {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Self>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }

            /// Builder for serializing an instance of the [Op] type.
            ///
            /// Can be created using the [Op::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct OpBuilder<T>(T);

            impl OpBuilder<::planus::Uninitialized> {
                /// Creates an instance of the [`CreateSession` variant](Op#variant.CreateSession).
                #[inline]
                pub fn create_session<T>(self, value: T) -> OpBuilder<::planus::Initialized<1, T>>
                where
                    T: ::planus::WriteAsOffset<self::CreateSession>,
                {
                    OpBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`CloseSession` variant](Op#variant.CloseSession).
                #[inline]
                pub fn close_session<T>(self, value: T) -> OpBuilder<::planus::Initialized<2, T>>
                where
                    T: ::planus::WriteAsOffset<self::CloseSession>,
                {
                    OpBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Create` variant](Op#variant.Create).
                #[inline]
                pub fn create<T>(self, value: T) -> OpBuilder<::planus::Initialized<3, T>>
                where
                    T: ::planus::WriteAsOffset<self::Create>,
                {
                    OpBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Delete` variant](Op#variant.Delete).
                #[inline]
                pub fn delete<T>(self, value: T) -> OpBuilder<::planus::Initialized<4, T>>
                where
                    T: ::planus::WriteAsOffset<self::Delete>,
                {
                    OpBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`SetData` variant](Op#variant.SetData).
                #[inline]
                pub fn set_data<T>(self, value: T) -> OpBuilder<::planus::Initialized<5, T>>
                where
                    T: ::planus::WriteAsOffset<self::SetData>,
                {
                    OpBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`SetAcl` variant](Op#variant.SetAcl).
                #[inline]
                pub fn set_acl<T>(self, value: T) -> OpBuilder<::planus::Initialized<6, T>>
                where
                    T: ::planus::WriteAsOffset<self::SetAcl>,
                {
                    OpBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Check` variant](Op#variant.Check).
                #[inline]
                pub fn check<T>(self, value: T) -> OpBuilder<::planus::Initialized<7, T>>
                where
                    T: ::planus::WriteAsOffset<self::Check>,
                {
                    OpBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Multi` variant](Op#variant.Multi).
                #[inline]
                pub fn multi<T>(self, value: T) -> OpBuilder<::planus::Initialized<8, T>>
                where
                    T: ::planus::WriteAsOffset<self::Multi>,
                {
                    OpBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Error` variant](Op#variant.Error).
                #[inline]
                pub fn error<T>(self, value: T) -> OpBuilder<::planus::Initialized<9, T>>
                where
                    T: ::planus::WriteAsOffset<self::Error>,
                {
                    OpBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`FailedMulti` variant](Op#variant.FailedMulti).
                #[inline]
                pub fn failed_multi<T>(self, value: T) -> OpBuilder<::planus::Initialized<10, T>>
                where
                    T: ::planus::WriteAsOffset<self::FailedMulti>,
                {
                    OpBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Reconfig` variant](Op#variant.Reconfig).
                #[inline]
                pub fn reconfig<T>(self, value: T) -> OpBuilder<::planus::Initialized<11, T>>
                where
                    T: ::planus::WriteAsOffset<self::Reconfig>,
                {
                    OpBuilder(::planus::Initialized(value))
                }
            }

            impl<const N: u8, T> OpBuilder<::planus::Initialized<N, T>> {
                /// Finish writing the builder to get an [UnionOffset](::planus::UnionOffset) to a serialized [Op].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Op>
                where
                    Self: ::planus::WriteAsUnion<Op>,
                {
                    ::planus::WriteAsUnion::prepare(&self, builder)
                }
            }

            impl<T> ::planus::WriteAsUnion<Op> for OpBuilder<::planus::Initialized<1, T>>
            where
                T: ::planus::WriteAsOffset<self::CreateSession>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Op> {
                    ::planus::UnionOffset::new(1, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Op> for OpBuilder<::planus::Initialized<1, T>>
            where
                T: ::planus::WriteAsOffset<self::CreateSession>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Op>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Op> for OpBuilder<::planus::Initialized<2, T>>
            where
                T: ::planus::WriteAsOffset<self::CloseSession>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Op> {
                    ::planus::UnionOffset::new(2, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Op> for OpBuilder<::planus::Initialized<2, T>>
            where
                T: ::planus::WriteAsOffset<self::CloseSession>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Op>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Op> for OpBuilder<::planus::Initialized<3, T>>
            where
                T: ::planus::WriteAsOffset<self::Create>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Op> {
                    ::planus::UnionOffset::new(3, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Op> for OpBuilder<::planus::Initialized<3, T>>
            where
                T: ::planus::WriteAsOffset<self::Create>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Op>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Op> for OpBuilder<::planus::Initialized<4, T>>
            where
                T: ::planus::WriteAsOffset<self::Delete>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Op> {
                    ::planus::UnionOffset::new(4, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Op> for OpBuilder<::planus::Initialized<4, T>>
            where
                T: ::planus::WriteAsOffset<self::Delete>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Op>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Op> for OpBuilder<::planus::Initialized<5, T>>
            where
                T: ::planus::WriteAsOffset<self::SetData>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Op> {
                    ::planus::UnionOffset::new(5, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Op> for OpBuilder<::planus::Initialized<5, T>>
            where
                T: ::planus::WriteAsOffset<self::SetData>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Op>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Op> for OpBuilder<::planus::Initialized<6, T>>
            where
                T: ::planus::WriteAsOffset<self::SetAcl>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Op> {
                    ::planus::UnionOffset::new(6, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Op> for OpBuilder<::planus::Initialized<6, T>>
            where
                T: ::planus::WriteAsOffset<self::SetAcl>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Op>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Op> for OpBuilder<::planus::Initialized<7, T>>
            where
                T: ::planus::WriteAsOffset<self::Check>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Op> {
                    ::planus::UnionOffset::new(7, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Op> for OpBuilder<::planus::Initialized<7, T>>
            where
                T: ::planus::WriteAsOffset<self::Check>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Op>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Op> for OpBuilder<::planus::Initialized<8, T>>
            where
                T: ::planus::WriteAsOffset<self::Multi>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Op> {
                    ::planus::UnionOffset::new(8, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Op> for OpBuilder<::planus::Initialized<8, T>>
            where
                T: ::planus::WriteAsOffset<self::Multi>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Op>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Op> for OpBuilder<::planus::Initialized<9, T>>
            where
                T: ::planus::WriteAsOffset<self::Error>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Op> {
                    ::planus::UnionOffset::new(9, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Op> for OpBuilder<::planus::Initialized<9, T>>
            where
                T: ::planus::WriteAsOffset<self::Error>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Op>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Op> for OpBuilder<::planus::Initialized<10, T>>
            where
                T: ::planus::WriteAsOffset<self::FailedMulti>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Op> {
                    ::planus::UnionOffset::new(10, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Op> for OpBuilder<::planus::Initialized<10, T>>
            where
                T: ::planus::WriteAsOffset<self::FailedMulti>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Op>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Op> for OpBuilder<::planus::Initialized<11, T>>
            where
                T: ::planus::WriteAsOffset<self::Reconfig>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Op> {
                    ::planus::UnionOffset::new(11, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Op> for OpBuilder<::planus::Initialized<11, T>>
            where
                T: ::planus::WriteAsOffset<self::Reconfig>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Op>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }

            /// Reference to a deserialized [Op].
            #[derive(Copy, Clone, Debug)]
            pub enum OpRef<'a> {
                CreateSession(self::CreateSessionRef<'a>),
                CloseSession(self::CloseSessionRef<'a>),
                Create(self::CreateRef<'a>),
                Delete(self::DeleteRef<'a>),
                SetData(self::SetDataRef<'a>),
                SetAcl(self::SetAclRef<'a>),
                Check(self::CheckRef<'a>),
                Multi(self::MultiRef<'a>),
                Error(self::ErrorRef<'a>),
                FailedMulti(self::FailedMultiRef<'a>),
                Reconfig(self::ReconfigRef<'a>),
            }

            impl<'a> ::core::convert::TryFrom<OpRef<'a>> for Op {
                type Error = ::planus::Error;

                fn try_from(value: OpRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(match value {
                        OpRef::CreateSession(value) => {
                            Self::CreateSession(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        OpRef::CloseSession(value) => {
                            Self::CloseSession(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        OpRef::Create(value) => Self::Create(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),

                        OpRef::Delete(value) => Self::Delete(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),

                        OpRef::SetData(value) => Self::SetData(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),

                        OpRef::SetAcl(value) => Self::SetAcl(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),

                        OpRef::Check(value) => Self::Check(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),

                        OpRef::Multi(value) => Self::Multi(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),

                        OpRef::Error(value) => Self::Error(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),

                        OpRef::FailedMulti(value) => {
                            Self::FailedMulti(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        OpRef::Reconfig(value) => Self::Reconfig(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),
                    })
                }
            }

            impl<'a> ::planus::TableReadUnion<'a> for OpRef<'a> {
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    tag: u8,
                    field_offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    match tag {
                        1 => ::core::result::Result::Ok(Self::CreateSession(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        2 => ::core::result::Result::Ok(Self::CloseSession(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        3 => ::core::result::Result::Ok(Self::Create(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        4 => ::core::result::Result::Ok(Self::Delete(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        5 => ::core::result::Result::Ok(Self::SetData(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        6 => ::core::result::Result::Ok(Self::SetAcl(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        7 => ::core::result::Result::Ok(Self::Check(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        8 => ::core::result::Result::Ok(Self::Multi(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        9 => ::core::result::Result::Ok(Self::Error(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        10 => ::core::result::Result::Ok(Self::FailedMulti(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        11 => ::core::result::Result::Ok(Self::Reconfig(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        _ => ::core::result::Result::Err(
                            ::planus::errors::ErrorKind::UnknownUnionTag { tag },
                        ),
                    }
                }
            }

            impl<'a> ::planus::VectorReadUnion<'a> for OpRef<'a> {
                const VECTOR_NAME: &'static str = "[OpRef]";
            }

            /// The table `Txn` in the namespace `ringkeeper.txn`
            ///
            /// Generated from these locations:
            /// * Table `Txn` in the file `txn.fbs:118`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Txn {
                /// The field `zxid` in the table `Txn`
                pub zxid: i64,
                /// The field `session` in the table `Txn`
                pub session: i64,
                /// The field `time_ms` in the table `Txn`
                pub time_ms: i64,
                /// The field `xid` in the table `Txn`
                pub xid: i32,
                /// The field `op` in the table `Txn`
                pub op: self::Op,
                /// The field `format` in the table `Txn`
                pub format: u16,
                /// The field `committed` in the table `Txn`
                pub committed: i64,
            }

            impl Txn {
                /// Creates a [TxnBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> TxnBuilder<()> {
                    TxnBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_zxid: impl ::planus::WriteAsDefault<i64, i64>,
                    field_session: impl ::planus::WriteAsDefault<i64, i64>,
                    field_time_ms: impl ::planus::WriteAsDefault<i64, i64>,
                    field_xid: impl ::planus::WriteAsDefault<i32, i32>,
                    field_op: impl ::planus::WriteAsUnion<self::Op>,
                    field_format: impl ::planus::WriteAsDefault<u16, u16>,
                    field_committed: impl ::planus::WriteAsDefault<i64, i64>,
                ) -> ::planus::Offset<Self> {
                    let prepared_zxid = field_zxid.prepare(builder, &0);
                    let prepared_session = field_session.prepare(builder, &0);
                    let prepared_time_ms = field_time_ms.prepare(builder, &0);
                    let prepared_xid = field_xid.prepare(builder, &0);
                    let prepared_op = field_op.prepare(builder);
                    let prepared_format = field_format.prepare(builder, &1);
                    let prepared_committed = field_committed.prepare(builder, &0);

                    let mut table_writer: ::planus::table_writer::TableWriter<20> =
                        ::core::default::Default::default();
                    if prepared_zxid.is_some() {
                        table_writer.write_entry::<i64>(0);
                    }
                    if prepared_session.is_some() {
                        table_writer.write_entry::<i64>(1);
                    }
                    if prepared_time_ms.is_some() {
                        table_writer.write_entry::<i64>(2);
                    }
                    if prepared_committed.is_some() {
                        table_writer.write_entry::<i64>(7);
                    }
                    if prepared_xid.is_some() {
                        table_writer.write_entry::<i32>(3);
                    }
                    table_writer.write_entry::<::planus::Offset<self::Op>>(5);
                    if prepared_format.is_some() {
                        table_writer.write_entry::<u16>(6);
                    }
                    table_writer.write_entry::<u8>(4);

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_zxid) = prepared_zxid {
                                object_writer.write::<_, _, 8>(&prepared_zxid);
                            }
                            if let ::core::option::Option::Some(prepared_session) = prepared_session
                            {
                                object_writer.write::<_, _, 8>(&prepared_session);
                            }
                            if let ::core::option::Option::Some(prepared_time_ms) = prepared_time_ms
                            {
                                object_writer.write::<_, _, 8>(&prepared_time_ms);
                            }
                            if let ::core::option::Option::Some(prepared_committed) =
                                prepared_committed
                            {
                                object_writer.write::<_, _, 8>(&prepared_committed);
                            }
                            if let ::core::option::Option::Some(prepared_xid) = prepared_xid {
                                object_writer.write::<_, _, 4>(&prepared_xid);
                            }
                            object_writer.write::<_, _, 4>(&prepared_op.offset());
                            if let ::core::option::Option::Some(prepared_format) = prepared_format {
                                object_writer.write::<_, _, 2>(&prepared_format);
                            }
                            object_writer.write::<_, _, 1>(&prepared_op.tag());
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Txn>> for Txn {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Txn> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Txn>> for Txn {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Txn>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Txn> for Txn {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Txn> {
                    Txn::create(
                        builder,
                        self.zxid,
                        self.session,
                        self.time_ms,
                        self.xid,
                        &self.op,
                        self.format,
                        self.committed,
                    )
                }
            }

            /// Builder for serializing an instance of the [Txn] type.
            ///
            /// Can be created using the [Txn::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct TxnBuilder<State>(State);

            impl TxnBuilder<()> {
                /// Setter for the [`zxid` field](Txn#structfield.zxid).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn zxid<T0>(self, value: T0) -> TxnBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsDefault<i64, i64>,
                {
                    TxnBuilder((value,))
                }

                /// Sets the [`zxid` field](Txn#structfield.zxid) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn zxid_as_default(self) -> TxnBuilder<(::planus::DefaultValue,)> {
                    self.zxid(::planus::DefaultValue)
                }
            }

            impl<T0> TxnBuilder<(T0,)> {
                /// Setter for the [`session` field](Txn#structfield.session).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn session<T1>(self, value: T1) -> TxnBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAsDefault<i64, i64>,
                {
                    let (v0,) = self.0;
                    TxnBuilder((v0, value))
                }

                /// Sets the [`session` field](Txn#structfield.session) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn session_as_default(self) -> TxnBuilder<(T0, ::planus::DefaultValue)> {
                    self.session(::planus::DefaultValue)
                }
            }

            impl<T0, T1> TxnBuilder<(T0, T1)> {
                /// Setter for the [`time_ms` field](Txn#structfield.time_ms).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn time_ms<T2>(self, value: T2) -> TxnBuilder<(T0, T1, T2)>
                where
                    T2: ::planus::WriteAsDefault<i64, i64>,
                {
                    let (v0, v1) = self.0;
                    TxnBuilder((v0, v1, value))
                }

                /// Sets the [`time_ms` field](Txn#structfield.time_ms) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn time_ms_as_default(self) -> TxnBuilder<(T0, T1, ::planus::DefaultValue)> {
                    self.time_ms(::planus::DefaultValue)
                }
            }

            impl<T0, T1, T2> TxnBuilder<(T0, T1, T2)> {
                /// Setter for the [`xid` field](Txn#structfield.xid).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn xid<T3>(self, value: T3) -> TxnBuilder<(T0, T1, T2, T3)>
                where
                    T3: ::planus::WriteAsDefault<i32, i32>,
                {
                    let (v0, v1, v2) = self.0;
                    TxnBuilder((v0, v1, v2, value))
                }

                /// Sets the [`xid` field](Txn#structfield.xid) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn xid_as_default(self) -> TxnBuilder<(T0, T1, T2, ::planus::DefaultValue)> {
                    self.xid(::planus::DefaultValue)
                }
            }

            impl<T0, T1, T2, T3> TxnBuilder<(T0, T1, T2, T3)> {
                /// Setter for the [`op` field](Txn#structfield.op).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn op<T4>(self, value: T4) -> TxnBuilder<(T0, T1, T2, T3, T4)>
                where
                    T4: ::planus::WriteAsUnion<self::Op>,
                {
                    let (v0, v1, v2, v3) = self.0;
                    TxnBuilder((v0, v1, v2, v3, value))
                }
            }

            impl<T0, T1, T2, T3, T4> TxnBuilder<(T0, T1, T2, T3, T4)> {
                /// Setter for the [`format` field](Txn#structfield.format).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn format<T5>(self, value: T5) -> TxnBuilder<(T0, T1, T2, T3, T4, T5)>
                where
                    T5: ::planus::WriteAsDefault<u16, u16>,
                {
                    let (v0, v1, v2, v3, v4) = self.0;
                    TxnBuilder((v0, v1, v2, v3, v4, value))
                }

                /// Sets the [`format` field](Txn#structfield.format) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn format_as_default(
                    self,
                ) -> TxnBuilder<(T0, T1, T2, T3, T4, ::planus::DefaultValue)> {
                    self.format(::planus::DefaultValue)
                }
            }

            impl<T0, T1, T2, T3, T4, T5> TxnBuilder<(T0, T1, T2, T3, T4, T5)> {
                /// Setter for the [`committed` field](Txn#structfield.committed).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn committed<T6>(self, value: T6) -> TxnBuilder<(T0, T1, T2, T3, T4, T5, T6)>
                where
                    T6: ::planus::WriteAsDefault<i64, i64>,
                {
                    let (v0, v1, v2, v3, v4, v5) = self.0;
                    TxnBuilder((v0, v1, v2, v3, v4, v5, value))
                }

                /// Sets the [`committed` field](Txn#structfield.committed) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn committed_as_default(
                    self,
                ) -> TxnBuilder<(T0, T1, T2, T3, T4, T5, ::planus::DefaultValue)> {
                    self.committed(::planus::DefaultValue)
                }
            }

            impl<T0, T1, T2, T3, T4, T5, T6> TxnBuilder<(T0, T1, T2, T3, T4, T5, T6)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Txn].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Txn>
                where
                    Self: ::planus::WriteAsOffset<Txn>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<i64, i64>,
                T1: ::planus::WriteAsDefault<i64, i64>,
                T2: ::planus::WriteAsDefault<i64, i64>,
                T3: ::planus::WriteAsDefault<i32, i32>,
                T4: ::planus::WriteAsUnion<self::Op>,
                T5: ::planus::WriteAsDefault<u16, u16>,
                T6: ::planus::WriteAsDefault<i64, i64>,
            > ::planus::WriteAs<::planus::Offset<Txn>>
                for TxnBuilder<(T0, T1, T2, T3, T4, T5, T6)>
            {
                type Prepared = ::planus::Offset<Txn>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Txn> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<i64, i64>,
                T1: ::planus::WriteAsDefault<i64, i64>,
                T2: ::planus::WriteAsDefault<i64, i64>,
                T3: ::planus::WriteAsDefault<i32, i32>,
                T4: ::planus::WriteAsUnion<self::Op>,
                T5: ::planus::WriteAsDefault<u16, u16>,
                T6: ::planus::WriteAsDefault<i64, i64>,
            > ::planus::WriteAsOptional<::planus::Offset<Txn>>
                for TxnBuilder<(T0, T1, T2, T3, T4, T5, T6)>
            {
                type Prepared = ::planus::Offset<Txn>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Txn>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<i64, i64>,
                T1: ::planus::WriteAsDefault<i64, i64>,
                T2: ::planus::WriteAsDefault<i64, i64>,
                T3: ::planus::WriteAsDefault<i32, i32>,
                T4: ::planus::WriteAsUnion<self::Op>,
                T5: ::planus::WriteAsDefault<u16, u16>,
                T6: ::planus::WriteAsDefault<i64, i64>,
            > ::planus::WriteAsOffset<Txn> for TxnBuilder<(T0, T1, T2, T3, T4, T5, T6)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Txn> {
                    let (v0, v1, v2, v3, v4, v5, v6) = &self.0;
                    Txn::create(builder, v0, v1, v2, v3, v4, v5, v6)
                }
            }

            /// Reference to a deserialized [Txn].
            #[derive(Copy, Clone)]
            pub struct TxnRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> TxnRef<'a> {
                /// Getter for the [`zxid` field](Txn#structfield.zxid).
                #[inline]
                pub fn zxid(&self) -> ::planus::Result<i64> {
                    ::core::result::Result::Ok(self.0.access(0, "Txn", "zxid")?.unwrap_or(0))
                }

                /// Getter for the [`session` field](Txn#structfield.session).
                #[inline]
                pub fn session(&self) -> ::planus::Result<i64> {
                    ::core::result::Result::Ok(self.0.access(1, "Txn", "session")?.unwrap_or(0))
                }

                /// Getter for the [`time_ms` field](Txn#structfield.time_ms).
                #[inline]
                pub fn time_ms(&self) -> ::planus::Result<i64> {
                    ::core::result::Result::Ok(self.0.access(2, "Txn", "time_ms")?.unwrap_or(0))
                }

                /// Getter for the [`xid` field](Txn#structfield.xid).
                #[inline]
                pub fn xid(&self) -> ::planus::Result<i32> {
                    ::core::result::Result::Ok(self.0.access(3, "Txn", "xid")?.unwrap_or(0))
                }

                /// Getter for the [`op` field](Txn#structfield.op).
                #[inline]
                pub fn op(&self) -> ::planus::Result<self::OpRef<'a>> {
                    self.0.access_union_required(4, "Txn", "op")
                }

                /// Getter for the [`format` field](Txn#structfield.format).
                #[inline]
                pub fn format(&self) -> ::planus::Result<u16> {
                    ::core::result::Result::Ok(self.0.access(6, "Txn", "format")?.unwrap_or(1))
                }

                /// Getter for the [`committed` field](Txn#structfield.committed).
                #[inline]
                pub fn committed(&self) -> ::planus::Result<i64> {
                    ::core::result::Result::Ok(self.0.access(7, "Txn", "committed")?.unwrap_or(0))
                }
            }

            impl<'a> ::core::fmt::Debug for TxnRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("TxnRef");
                    f.field("zxid", &self.zxid());
                    f.field("session", &self.session());
                    f.field("time_ms", &self.time_ms());
                    f.field("xid", &self.xid());
                    f.field("op", &self.op());
                    f.field("format", &self.format());
                    f.field("committed", &self.committed());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<TxnRef<'a>> for Txn {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: TxnRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        zxid: ::core::convert::TryInto::try_into(value.zxid()?)?,
                        session: ::core::convert::TryInto::try_into(value.session()?)?,
                        time_ms: ::core::convert::TryInto::try_into(value.time_ms()?)?,
                        xid: ::core::convert::TryInto::try_into(value.xid()?)?,
                        op: ::core::convert::TryInto::try_into(value.op()?)?,
                        format: ::core::convert::TryInto::try_into(value.format()?)?,
                        committed: ::core::convert::TryInto::try_into(value.committed()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for TxnRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for TxnRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location("[TxnRef]", "get", buffer.offset_from_start)
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Txn>> for Txn {
                type Value = ::planus::Offset<Txn>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Txn>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for TxnRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[TxnRef]", "read_as_root", 0)
                    })
                }
            }
        }
    }
}
