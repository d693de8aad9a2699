// Made by eng/runtime-events.cs from ClrEtwAll.man and .NET 10.0.12; do not edit. The manifest is
// Copyright (c) .NET Foundation and Contributors, MIT licence.
namespace Braid.DotNet.Runtime;

internal static partial class RuntimeEvents
{
    private const string Table = """
        @Microsoft-Windows-DotNETRuntime
        1 0 GCStart Count:u32 Reason:u32
        1 1 GCStart Count:u32 Depth:u32 Reason:u32 Type:u32 ClrInstanceID:u16
        1 2 GCStart Count:u32 Depth:u32 Reason:u32 Type:u32 ClrInstanceID:u16 ClientSequenceNumber:u64
        2 0 GCEnd Count:u32 Depth:u16
        2 1 GCEnd Count:u32 Depth:u32 ClrInstanceID:u16
        3 0 GCRestartEEEnd
        3 1 GCRestartEEEnd ClrInstanceID:u16
        4 0 GCHeapStats GenerationSize0:u64 TotalPromotedSize0:u64 GenerationSize1:u64 TotalPromotedSize1:u64 GenerationSize2:u64 TotalPromotedSize2:u64 GenerationSize3:u64 TotalPromotedSize3:u64 FinalizationPromotedSize:u64 FinalizationPromotedCount:u64 PinnedObjectCount:u32 SinkBlockCount:u32 GCHandleCount:u32
        4 1 GCHeapStats GenerationSize0:u64 TotalPromotedSize0:u64 GenerationSize1:u64 TotalPromotedSize1:u64 GenerationSize2:u64 TotalPromotedSize2:u64 GenerationSize3:u64 TotalPromotedSize3:u64 FinalizationPromotedSize:u64 FinalizationPromotedCount:u64 PinnedObjectCount:u32 SinkBlockCount:u32 GCHandleCount:u32 ClrInstanceID:u16
        4 2 GCHeapStats GenerationSize0:u64 TotalPromotedSize0:u64 GenerationSize1:u64 TotalPromotedSize1:u64 GenerationSize2:u64 TotalPromotedSize2:u64 GenerationSize3:u64 TotalPromotedSize3:u64 FinalizationPromotedSize:u64 FinalizationPromotedCount:u64 PinnedObjectCount:u32 SinkBlockCount:u32 GCHandleCount:u32 ClrInstanceID:u16 GenerationSize4:u64 TotalPromotedSize4:u64
        5 0 GCCreateSegment Address:u64 Size:u64 Type:u32
        5 1 GCCreateSegment Address:u64 Size:u64 Type:u32 ClrInstanceID:u16
        6 0 GCFreeSegment Address:u64
        6 1 GCFreeSegment Address:u64 ClrInstanceID:u16
        7 0 GCRestartEEBegin
        7 1 GCRestartEEBegin ClrInstanceID:u16
        8 0 GCSuspendEEEnd
        8 1 GCSuspendEEEnd ClrInstanceID:u16
        9 0 GCSuspendEEBegin Reason:u16
        9 1 GCSuspendEEBegin Reason:u32 Count:u32 ClrInstanceID:u16
        10 0 GCAllocationTick AllocationAmount:u32 AllocationKind:u32
        10 1 GCAllocationTick AllocationAmount:u32 AllocationKind:u32 ClrInstanceID:u16
        10 2 GCAllocationTick AllocationAmount:u32 AllocationKind:u32 ClrInstanceID:u16 AllocationAmount64:u64 TypeID:ptr TypeName:str HeapIndex:u32
        10 3 GCAllocationTick AllocationAmount:u32 AllocationKind:u32 ClrInstanceID:u16 AllocationAmount64:u64 TypeID:ptr TypeName:str HeapIndex:u32 Address:ptr
        10 4 GCAllocationTick AllocationAmount:u32 AllocationKind:u32 ClrInstanceID:u16 AllocationAmount64:u64 TypeID:ptr TypeName:str HeapIndex:u32 Address:ptr ObjectSize:u64
        11 0 GCCreateConcurrentThread
        11 1 GCCreateConcurrentThread ClrInstanceID:u16
        12 0 GCTerminateConcurrentThread
        12 1 GCTerminateConcurrentThread ClrInstanceID:u16
        13 0 GCFinalizersEnd Count:u32
        13 1 GCFinalizersEnd Count:u32 ClrInstanceID:u16
        14 0 GCFinalizersBegin
        14 1 GCFinalizersBegin ClrInstanceID:u16
        15 0 BulkType Count:u32 ClrInstanceID:u16 Values:{ TypeID:u64 ModuleID:u64 TypeNameID:u32 Flags:u32 CorElementType:u8 Name:str TypeParameterCount:u32 TypeParameters:u64[TypeParameterCount] }[Count]
        16 0 GCBulkRootEdge Index:u32 Count:u32 ClrInstanceID:u16 Values:{ RootedNodeAddress:ptr GCRootKind:u8 GCRootFlag:u32 GCRootID:ptr }[Count]
        17 0 GCBulkRootConditionalWeakTableElementEdge Index:u32 Count:u32 ClrInstanceID:u16 Values:{ GCKeyNodeID:ptr GCValueNodeID:ptr GCRootID:ptr }[Count]
        18 0 GCBulkNode Index:u32 Count:u32 ClrInstanceID:u16 Values:{ Address:ptr Size:u64 TypeID:u64 EdgeCount:u64 }[Count]
        19 0 GCBulkEdge Index:u32 Count:u32 ClrInstanceID:u16 Values:{ Value:ptr ReferencingFieldID:u32 }[Count]
        20 0 GCSampledObjectAllocationHigh Address:ptr TypeID:ptr ObjectCountForTypeSample:u32 TotalSizeForTypeSample:u64 ClrInstanceID:u16
        21 0 GCBulkSurvivingObjectRanges Index:u32 Count:u32 ClrInstanceID:u16 Values:{ RangeBase:ptr RangeLength:u64 }[Count]
        22 0 GCBulkMovedObjectRanges Index:u32 Count:u32 ClrInstanceID:u16 Values:{ OldRangeBase:ptr NewRangeBase:ptr RangeLength:u64 }[Count]
        23 0 GCGenerationRange Generation:u8 RangeStart:ptr RangeUsedLength:u64 RangeReservedLength:u64 ClrInstanceID:u16
        25 0 GCMarkStackRoots HeapNum:u32 ClrInstanceID:u16
        26 0 GCMarkFinalizeQueueRoots HeapNum:u32 ClrInstanceID:u16
        27 0 GCMarkHandles HeapNum:u32 ClrInstanceID:u16
        28 0 GCMarkOlderGenerationRoots HeapNum:u32 ClrInstanceID:u16
        29 0 FinalizeObject TypeID:ptr ObjectID:ptr ClrInstanceID:u16
        30 0 SetGCHandle HandleID:ptr ObjectID:ptr Kind:u32 Generation:u32 AppDomainID:u64 ClrInstanceID:u16
        31 0 DestroyGCHandle HandleID:ptr ClrInstanceID:u16
        32 0 GCSampledObjectAllocationLow Address:ptr TypeID:ptr ObjectCountForTypeSample:u32 TotalSizeForTypeSample:u64 ClrInstanceID:u16
        33 0 PinObjectAtGCTime HandleID:ptr ObjectID:ptr ObjectSize:u64 TypeName:str ClrInstanceID:u16
        35 0 GCTriggered Reason:u32 ClrInstanceID:u16
        36 0 GCBulkRootCCW Count:u32 ClrInstanceID:u16 Values:{ GCRootID:u64 ObjectID:u64 TypeID:u64 IUnknown:u64 RefCount:u32 PeggedRefCount:u32 Flags:u32 }[Count]
        37 0 GCBulkRCW Count:u32 ClrInstanceID:u16 Values:{ ObjectID:u64 TypeID:u64 IUnknown:u64 VTable:u64 RefCount:u32 Flags:u32 }[Count]
        38 0 GCBulkRootStaticVar Count:u32 AppDomainID:u64 ClrInstanceID:u16 Values:{ GCRootID:u64 ObjectID:u64 TypeID:u64 Flags:u32 FieldName:str }[Count]
        39 0 GCDynamicEvent Name:str DataSize:u32 Data:u8[DataSize] ClrInstanceID:u16
        40 0 WorkerThreadCreate WorkerThreadCount:u32 RetiredWorkerThreads:u32
        41 0 WorkerThreadTerminate WorkerThreadCount:u32 RetiredWorkerThreads:u32
        42 0 WorkerThreadRetire WorkerThreadCount:u32 RetiredWorkerThreads:u32
        43 0 WorkerThreadUnretire WorkerThreadCount:u32 RetiredWorkerThreads:u32
        44 0 IOThreadCreate IOThreadCount:u32 RetiredIOThreads:u32
        44 1 IOThreadCreate IOThreadCount:u32 RetiredIOThreads:u32 ClrInstanceID:u16
        45 0 IOThreadTerminate IOThreadCount:u32 RetiredIOThreads:u32
        45 1 IOThreadTerminate IOThreadCount:u32 RetiredIOThreads:u32 ClrInstanceID:u16
        46 0 IOThreadRetire IOThreadCount:u32 RetiredIOThreads:u32
        46 1 IOThreadRetire IOThreadCount:u32 RetiredIOThreads:u32 ClrInstanceID:u16
        47 0 IOThreadUnretire IOThreadCount:u32 RetiredIOThreads:u32
        47 1 IOThreadUnretire IOThreadCount:u32 RetiredIOThreads:u32 ClrInstanceID:u16
        48 0 ThreadpoolSuspensionSuspendThread ClrThreadID:u32 CpuUtilization:u32
        49 0 ThreadpoolSuspensionResumeThread ClrThreadID:u32 CpuUtilization:u32
        50 0 ThreadPoolWorkerThreadStart ActiveWorkerThreadCount:u32 RetiredWorkerThreadCount:u32 ClrInstanceID:u16
        51 0 ThreadPoolWorkerThreadStop ActiveWorkerThreadCount:u32 RetiredWorkerThreadCount:u32 ClrInstanceID:u16
        52 0 ThreadPoolWorkerThreadRetirementStart ActiveWorkerThreadCount:u32 RetiredWorkerThreadCount:u32 ClrInstanceID:u16
        53 0 ThreadPoolWorkerThreadRetirementStop ActiveWorkerThreadCount:u32 RetiredWorkerThreadCount:u32 ClrInstanceID:u16
        54 0 ThreadPoolWorkerThreadAdjustmentSample Throughput:f64 ClrInstanceID:u16
        55 0 ThreadPoolWorkerThreadAdjustmentAdjustment AverageThroughput:f64 NewWorkerThreadCount:u32 Reason:u32 ClrInstanceID:u16
        56 0 ThreadPoolWorkerThreadAdjustmentStats Duration:f64 Throughput:f64 ThreadWave:f64 ThroughputWave:f64 ThroughputErrorEstimate:f64 AverageThroughputErrorEstimate:f64 ThroughputRatio:f64 Confidence:f64 NewControlSetting:f64 NewThreadWaveMagnitude:u16 ClrInstanceID:u16
        57 0 ThreadPoolWorkerThreadWait ActiveWorkerThreadCount:u32 RetiredWorkerThreadCount:u32 ClrInstanceID:u16
        58 0 YieldProcessorMeasurement ClrInstanceID:u16 NsPerYield:f64 EstablishedNsPerYield:f64
        59 0 ThreadPoolMinMaxThreads MinWorkerThreads:u16 MaxWorkerThreads:u16 MinIOCompletionThreads:u16 MaxIOCompletionThreads:u16 ClrInstanceID:u16
        60 0 ThreadPoolWorkingThreadCount Count:u32 ClrInstanceID:u16
        61 0 ThreadPoolEnqueue WorkID:ptr ClrInstanceID:u16
        62 0 ThreadPoolDequeue WorkID:ptr ClrInstanceID:u16
        63 0 ThreadPoolIOEnqueue NativeOverlapped:ptr Overlapped:ptr MultiDequeues:bool ClrInstanceID:u16
        64 0 ThreadPoolIODequeue NativeOverlapped:ptr Overlapped:ptr ClrInstanceID:u16
        65 0 ThreadPoolIOPack NativeOverlapped:ptr Overlapped:ptr ClrInstanceID:u16
        70 0 ThreadCreating ID:ptr ClrInstanceID:u16
        71 0 ThreadRunning ID:ptr ClrInstanceID:u16
        72 0 MethodDetails MethodID:u64 TypeID:u64 MethodToken:u32 TypeParameterCount:u32 LoaderModuleID:u64 TypeParameters:u64[TypeParameterCount]
        73 0 TypeLoadStart TypeLoadStartID:u32 ClrInstanceID:u16
        74 0 TypeLoadStop TypeLoadStartID:u32 ClrInstanceID:u16 LoadLevel:u16 TypeID:u64 TypeName:str
        80 0 ExceptionThrown
        80 1 ExceptionThrown ExceptionType:str ExceptionMessage:str ExceptionEIP:ptr ExceptionHRESULT:u32 ExceptionFlags:u16 ClrInstanceID:u16
        81 0 Contention
        81 1 ContentionStart ContentionFlags:u8 ClrInstanceID:u16
        81 2 ContentionStart ContentionFlags:u8 ClrInstanceID:u16 LockID:ptr AssociatedObjectID:ptr LockOwnerThreadID:u64
        83 0 AppDomainMemAllocated AppDomainID:u64 Allocated:u64 ClrInstanceID:u16
        84 0 AppDomainMemSurvived AppDomainID:u64 Survived:u64 ProcessSurvived:u64 ClrInstanceID:u16
        85 0 ThreadCreated ManagedThreadID:u64 AppDomainID:u64 Flags:u32 ManagedThreadIndex:u32 OSThreadID:u32 ClrInstanceID:u16
        86 0 ThreadTerminated ManagedThreadID:u64 AppDomainID:u64 ClrInstanceID:u16
        87 0 ThreadDomainEnter ManagedThreadID:u64 AppDomainID:u64 ClrInstanceID:u16
        88 0 ILStubGenerated ClrInstanceID:u16 ModuleID:u64 StubMethodID:u64 StubFlags:u32 ManagedInteropMethodToken:u32 ManagedInteropMethodNamespace:str ManagedInteropMethodName:str ManagedInteropMethodSignature:str NativeMethodSignature:str StubMethodSignature:str StubMethodILCode:str
        89 0 ILStubCacheHit ClrInstanceID:u16 ModuleID:u64 StubMethodID:u64 ManagedInteropMethodToken:u32 ManagedInteropMethodNamespace:str ManagedInteropMethodName:str ManagedInteropMethodSignature:str
        90 0 ContentionLockCreated LockID:ptr AssociatedObjectID:ptr ClrInstanceID:u16
        91 0 ContentionStop ContentionFlags:u8 ClrInstanceID:u16
        91 1 ContentionStop ContentionFlags:u8 ClrInstanceID:u16 DurationNs:f64
        135 0 DCStartCompleteV2
        136 0 DCEndCompleteV2
        137 0 MethodDCStartV2 MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32
        138 0 MethodDCEndV2 MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32
        139 0 MethodDCStartVerboseV2 MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32 MethodNamespace:str MethodName:str MethodSignature:str
        140 0 MethodDCEndVerboseV2 MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32 MethodNamespace:str MethodName:str MethodSignature:str
        141 0 MethodLoad MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32
        141 1 MethodLoad MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32 ClrInstanceID:u16
        141 2 MethodLoad MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32 ClrInstanceID:u16 ReJITID:u64
        142 0 MethodUnload MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32
        142 1 MethodUnload MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32 ClrInstanceID:u16
        142 2 MethodUnload MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32 ClrInstanceID:u16 ReJITID:u64
        143 0 MethodLoadVerbose MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32 MethodNamespace:str MethodName:str MethodSignature:str
        143 1 MethodLoadVerbose MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32 MethodNamespace:str MethodName:str MethodSignature:str ClrInstanceID:u16
        143 2 MethodLoadVerbose MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32 MethodNamespace:str MethodName:str MethodSignature:str ClrInstanceID:u16 ReJITID:u64
        144 0 MethodUnloadVerbose MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32 MethodNamespace:str MethodName:str MethodSignature:str
        144 1 MethodUnloadVerbose MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32 MethodNamespace:str MethodName:str MethodSignature:str ClrInstanceID:u16
        144 2 MethodUnloadVerbose MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32 MethodNamespace:str MethodName:str MethodSignature:str ClrInstanceID:u16 ReJITID:u64
        145 0 MethodJittingStarted MethodID:u64 ModuleID:u64 MethodToken:u32 MethodILSize:u32 MethodNamespace:str MethodName:str MethodSignature:str
        145 1 MethodJittingStarted MethodID:u64 ModuleID:u64 MethodToken:u32 MethodILSize:u32 MethodNamespace:str MethodName:str MethodSignature:str ClrInstanceID:u16
        146 0 MethodJitMemoryAllocatedForCode MethodID:u64 ModuleID:u64 JitHotCodeRequestSize:u64 JitRODataRequestSize:u64 AllocatedSizeForJitCode:u64 JitAllocFlag:u32 ClrInstanceID:u16
        149 0 ModuleDCStartV2 ModuleID:u64 AssemblyID:u64 ModuleFlags:u32 Reserved1:u32 ModuleILPath:str ModuleNativePath:str
        150 0 ModuleDCEndV2 ModuleID:u64 AssemblyID:u64 ModuleFlags:u32 Reserved1:u32 ModuleILPath:str ModuleNativePath:str
        151 0 DomainModuleLoad ModuleID:u64 AssemblyID:u64 AppDomainID:u64 ModuleFlags:u32 Reserved1:u32 ModuleILPath:str ModuleNativePath:str
        151 1 DomainModuleLoad ModuleID:u64 AssemblyID:u64 AppDomainID:u64 ModuleFlags:u32 Reserved1:u32 ModuleILPath:str ModuleNativePath:str ClrInstanceID:u16
        152 0 ModuleLoad ModuleID:u64 AssemblyID:u64 ModuleFlags:u32 Reserved1:u32 ModuleILPath:str ModuleNativePath:str
        152 1 ModuleLoad ModuleID:u64 AssemblyID:u64 ModuleFlags:u32 Reserved1:u32 ModuleILPath:str ModuleNativePath:str ClrInstanceID:u16
        152 2 ModuleLoad ModuleID:u64 AssemblyID:u64 ModuleFlags:u32 Reserved1:u32 ModuleILPath:str ModuleNativePath:str ClrInstanceID:u16 ManagedPdbSignature:guid ManagedPdbAge:u32 ManagedPdbBuildPath:str NativePdbSignature:guid NativePdbAge:u32 NativePdbBuildPath:str
        152 3 ModuleLoad ModuleID:u64 AssemblyID:u64 ModuleFlags:u32 Reserved1:u32 ModuleILPath:str ModuleNativePath:str ClrInstanceID:u16 ManagedPdbSignature:guid ManagedPdbAge:u32 ManagedPdbBuildPath:str NativePdbSignature:guid NativePdbAge:u32 NativePdbBuildPath:str NativeBuildID:str
        153 0 ModuleUnload ModuleID:u64 AssemblyID:u64 ModuleFlags:u32 Reserved1:u32 ModuleILPath:str ModuleNativePath:str
        153 1 ModuleUnload ModuleID:u64 AssemblyID:u64 ModuleFlags:u32 Reserved1:u32 ModuleILPath:str ModuleNativePath:str ClrInstanceID:u16
        153 2 ModuleUnload ModuleID:u64 AssemblyID:u64 ModuleFlags:u32 Reserved1:u32 ModuleILPath:str ModuleNativePath:str ClrInstanceID:u16 ManagedPdbSignature:guid ManagedPdbAge:u32 ManagedPdbBuildPath:str NativePdbSignature:guid NativePdbAge:u32 NativePdbBuildPath:str
        154 0 AssemblyLoad AssemblyID:u64 AppDomainID:u64 AssemblyFlags:u32 FullyQualifiedAssemblyName:str
        154 1 AssemblyLoad AssemblyID:u64 AppDomainID:u64 BindingID:u64 AssemblyFlags:u32 FullyQualifiedAssemblyName:str ClrInstanceID:u16
        155 0 AssemblyUnload AssemblyID:u64 AppDomainID:u64 AssemblyFlags:u32 FullyQualifiedAssemblyName:str
        155 1 AssemblyUnload AssemblyID:u64 AppDomainID:u64 BindingID:u64 AssemblyFlags:u32 FullyQualifiedAssemblyName:str ClrInstanceID:u16
        156 0 AppDomainLoad AppDomainID:u64 AppDomainFlags:u32 AppDomainName:str
        156 1 AppDomainLoad AppDomainID:u64 AppDomainFlags:u32 AppDomainName:str AppDomainIndex:u32 ClrInstanceID:u16
        157 0 AppDomainUnload AppDomainID:u64 AppDomainFlags:u32 AppDomainName:str
        157 1 AppDomainUnload AppDomainID:u64 AppDomainFlags:u32 AppDomainName:str AppDomainIndex:u32 ClrInstanceID:u16
        158 0 ModuleRangeLoad ClrInstanceID:u16 ModuleID:u64 RangeBegin:u32 RangeSize:u32 RangeType:u8
        159 0 R2RGetEntryPoint MethodID:u64 MethodNamespace:str MethodName:str MethodSignature:str EntryPoint:u64 ClrInstanceID:u16
        160 0 R2RGetEntryPointStart MethodID:u64 ClrInstanceID:u16
        181 0 StrongNameVerificationStart VerificationFlags:u32 ErrorCode:u32 FullyQualifiedAssemblyName:str
        181 1 StrongNameVerificationStart VerificationFlags:u32 ErrorCode:u32 FullyQualifiedAssemblyName:str ClrInstanceID:u16
        182 0 StrongNameVerificationStop VerificationFlags:u32 ErrorCode:u32 FullyQualifiedAssemblyName:str
        182 1 StrongNameVerificationStop VerificationFlags:u32 ErrorCode:u32 FullyQualifiedAssemblyName:str ClrInstanceID:u16
        183 0 AuthenticodeVerificationStart VerificationFlags:u32 ErrorCode:u32 ModulePath:str
        183 1 AuthenticodeVerificationStart VerificationFlags:u32 ErrorCode:u32 ModulePath:str ClrInstanceID:u16
        184 0 AuthenticodeVerificationStop VerificationFlags:u32 ErrorCode:u32 ModulePath:str
        184 1 AuthenticodeVerificationStop VerificationFlags:u32 ErrorCode:u32 ModulePath:str ClrInstanceID:u16
        185 0 MethodJitInliningSucceeded MethodBeingCompiledNamespace:str MethodBeingCompiledName:str MethodBeingCompiledNameSignature:str InlinerNamespace:str InlinerName:str InlinerNameSignature:str InlineeNamespace:str InlineeName:str InlineeNameSignature:str ClrInstanceID:u16
        186 0 MethodJitInliningFailed MethodBeingCompiledNamespace:str MethodBeingCompiledName:str MethodBeingCompiledNameSignature:str InlinerNamespace:str InlinerName:str InlinerNameSignature:str InlineeNamespace:str InlineeName:str InlineeNameSignature:str FailAlways:bool FailReason:ansi ClrInstanceID:u16
        187 0 RuntimeInformationStart ClrInstanceID:u16 Sku:u16 BclMajorVersion:u16 BclMinorVersion:u16 BclBuildNumber:u16 BclQfeNumber:u16 VMMajorVersion:u16 VMMinorVersion:u16 VMBuildNumber:u16 VMQfeNumber:u16 StartupFlags:u32 StartupMode:u8 CommandLine:str ComObjectGuid:guid RuntimeDllPath:str
        188 0 MethodJitTailCallSucceeded MethodBeingCompiledNamespace:str MethodBeingCompiledName:str MethodBeingCompiledNameSignature:str CallerNamespace:str CallerName:str CallerNameSignature:str CalleeNamespace:str CalleeName:str CalleeNameSignature:str TailPrefix:bool TailCallType:u32 ClrInstanceID:u16
        189 0 MethodJitTailCallFailed MethodBeingCompiledNamespace:str MethodBeingCompiledName:str MethodBeingCompiledNameSignature:str CallerNamespace:str CallerName:str CallerNameSignature:str CalleeNamespace:str CalleeName:str CalleeNameSignature:str TailPrefix:bool FailReason:ansi ClrInstanceID:u16
        190 0 MethodILToNativeMap MethodID:u64 ReJITID:u64 MethodExtent:u8 CountOfMapEntries:u16 ILOffsets:u32[CountOfMapEntries] NativeOffsets:u32[CountOfMapEntries] ClrInstanceID:u16
        190 1 MethodILToNativeMap MethodID:u64 ReJITID:u64 MethodExtent:u8 CountOfMapEntries:u16 ILOffsets:u32[CountOfMapEntries] NativeOffsets:u32[CountOfMapEntries] ClrInstanceID:u16 ILVersionID:u64
        191 0 MethodJitTailCallFailed MethodBeingCompiledNamespace:str MethodBeingCompiledName:str MethodBeingCompiledNameSignature:str CallerNamespace:str CallerName:str CallerNameSignature:str CalleeNamespace:str CalleeName:str CalleeNameSignature:str TailPrefix:bool FailReason:str ClrInstanceID:u16
        192 0 MethodJitInliningFailed MethodBeingCompiledNamespace:str MethodBeingCompiledName:str MethodBeingCompiledNameSignature:str InlinerNamespace:str InlinerName:str InlinerNameSignature:str InlineeNamespace:str InlineeName:str InlineeNameSignature:str FailAlways:bool FailReason:str ClrInstanceID:u16
        200 0 IncreaseMemoryPressure BytesAllocated:u64 ClrInstanceID:u16
        201 0 DecreaseMemoryPressure BytesFreed:u64 ClrInstanceID:u16
        202 0 GCMarkWithType HeapNum:u32 ClrInstanceID:u16 Type:u32 Bytes:u64
        203 2 GCJoin Heap:u32 JoinTime:u32 JoinType:u32 ClrInstanceID:u16 JoinID:u32
        204 3 GCPerHeapHistory ClrInstanceID:u16 FreeListAllocated:ptr FreeListRejected:ptr EndOfSegAllocated:ptr CondemnedAllocated:ptr PinnedAllocated:ptr PinnedAllocatedAdvance:ptr RunningFreeListEfficiency:u32 CondemnReasons0:u32 CondemnReasons1:u32 CompactMechanisms:u32 ExpandMechanisms:u32 HeapIndex:u32 ExtraGen0Commit:ptr Count:u32 Values:{ SizeBefore:ptr FreeListSpaceBefore:ptr FreeObjSpaceBefore:ptr SizeAfter:ptr FreeListSpaceAfter:ptr FreeObjSpaceAfter:ptr In:ptr PinnedSurv:ptr NonePinnedSurv:ptr Budget:ptr }[Count]
        205 4 GCGlobalHeapHistory FinalYoungestDesired:u64 NumHeaps:i32 CondemnedGeneration:u32 Gen0ReductionCount:u32 Reason:u32 GlobalMechanisms:u32 ClrInstanceID:u16 PauseMode:u32 MemoryPressure:u32 CondemnReasons0:u32 CondemnReasons1:u32 Count:u32 Times:u32[Count]
        206 0 GenAwareBegin Count:u32 ClrInstanceID:u16
        207 0 GenAwareEnd Count:u32 ClrInstanceID:u16
        208 0 GCLOHCompact ClrInstanceID:u16 Count:u16
        209 0 GCFitBucketInfo ClrInstanceID:u16 BucketKind:u16 TotalSize:u64 Count:u16 Values:{ Index:u32 Count:u32 Size:ptr }[Count]
        240 0 DebugIPCEventStart
        241 0 DebugIPCEventEnd
        242 0 DebugExceptionProcessingStart
        243 0 DebugExceptionProcessingEnd
        250 0 ExceptionCatchStart EntryEIP:u64 MethodID:u64 MethodName:str ClrInstanceID:u16
        251 0 ExceptionCatchStop
        252 0 ExceptionFinallyStart EntryEIP:u64 MethodID:u64 MethodName:str ClrInstanceID:u16
        253 0 ExceptionFinallyStop
        254 0 ExceptionFilterStart EntryEIP:u64 MethodID:u64 MethodName:str ClrInstanceID:u16
        255 0 ExceptionFilterStop
        256 0 ExceptionThrownStop
        260 0 CodeSymbols ModuleId:u64 TotalChunks:u16 ChunkNumber:u16 ChunkLength:u32 Chunk:u8[ChunkLength] ClrInstanceID:u16
        270 0 EventSource EventID:i32 EventName:str EventSourceName:str Payload:str
        280 0 TieredCompilationSettings ClrInstanceID:u16 Flags:u32
        281 0 TieredCompilationPause ClrInstanceID:u16
        282 0 TieredCompilationResume ClrInstanceID:u16 NewMethodCount:u32
        283 0 TieredCompilationBackgroundJitStart ClrInstanceID:u16 PendingMethodCount:u32
        284 0 TieredCompilationBackgroundJitStop ClrInstanceID:u16 PendingMethodCount:u32 JittedMethodCount:u32
        290 0 AssemblyLoadStart ClrInstanceID:u16 AssemblyName:str AssemblyPath:str RequestingAssembly:str AssemblyLoadContext:str RequestingAssemblyLoadContext:str
        291 0 AssemblyLoadStop ClrInstanceID:u16 AssemblyName:str AssemblyPath:str RequestingAssembly:str AssemblyLoadContext:str RequestingAssemblyLoadContext:str Success:bool ResultAssemblyName:str ResultAssemblyPath:str Cached:bool
        292 0 ResolutionAttempted ClrInstanceID:u16 AssemblyName:str Stage:u16 AssemblyLoadContext:str Result:u16 ResultAssemblyName:str ResultAssemblyPath:str ErrorMessage:str
        293 0 AssemblyLoadContextResolvingHandlerInvoked ClrInstanceID:u16 AssemblyName:str HandlerName:str AssemblyLoadContext:str ResultAssemblyName:str ResultAssemblyPath:str
        294 0 AppDomainAssemblyResolveHandlerInvoked ClrInstanceID:u16 AssemblyName:str HandlerName:str ResultAssemblyName:str ResultAssemblyPath:str
        295 0 AssemblyLoadFromResolveHandlerInvoked ClrInstanceID:u16 AssemblyName:str IsTrackedLoad:bool RequestingAssemblyPath:str ComputedRequestedAssemblyPath:str
        296 0 KnownPathProbed ClrInstanceID:u16 FilePath:str Source:u16 Result:i32
        297 0 JitInstrumentationData ClrInstanceID:u16 MethodFlags:u32 DataSize:u32 MethodID:u64 Data:u8[DataSize]
        298 0 JitInstrumentationDataVerbose ClrInstanceID:u16 MethodFlags:u32 DataSize:u32 MethodID:u64 ModuleID:u64 MethodToken:u32 MethodNamespace:str MethodName:str MethodSignature:str Data:u8[DataSize]
        299 0 ProfilerMessage ClrInstanceID:u16 Message:str
        300 0 ExecutionCheckpoint ClrInstanceID:u16 Name:str Timestamp:i64
        301 0 WaitHandleWaitStart WaitSource:u8 AssociatedObjectID:ptr ClrInstanceID:u16
        302 0 WaitHandleWaitStop ClrInstanceID:u16
        303 0 AllocationSampled AllocationKind:u32 ClrInstanceID:u16 TypeID:ptr TypeName:str Address:ptr ObjectSize:u64 SampledByteOffset:u64
        @Microsoft-Windows-DotNETRuntimeRundown
        141 0 MethodDCStart MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32
        141 1 MethodDCStart MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32 ClrInstanceID:u16
        141 2 MethodDCStart MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32 ClrInstanceID:u16 ReJITID:u64
        142 0 MethodDCEnd MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32
        142 1 MethodDCEnd MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32 ClrInstanceID:u16
        142 2 MethodDCEnd MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32 ClrInstanceID:u16 ReJITID:u64
        143 0 MethodDCStartVerbose MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32 MethodNamespace:str MethodName:str MethodSignature:str
        143 1 MethodDCStartVerbose MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32 MethodNamespace:str MethodName:str MethodSignature:str ClrInstanceID:u16
        143 2 MethodDCStartVerbose MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32 MethodNamespace:str MethodName:str MethodSignature:str ClrInstanceID:u16 ReJITID:u64
        144 0 MethodDCEndVerbose MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32 MethodNamespace:str MethodName:str MethodSignature:str
        144 1 MethodDCEndVerbose MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32 MethodNamespace:str MethodName:str MethodSignature:str ClrInstanceID:u16
        144 2 MethodDCEndVerbose MethodID:u64 ModuleID:u64 MethodStartAddress:u64 MethodSize:u32 MethodToken:u32 MethodFlags:u32 MethodNamespace:str MethodName:str MethodSignature:str ClrInstanceID:u16 ReJITID:u64
        145 0 DCStartComplete
        145 1 DCStartComplete ClrInstanceID:u16
        146 0 DCEndComplete
        146 1 DCEndComplete ClrInstanceID:u16
        147 0 DCStartInit
        147 1 DCStartInit ClrInstanceID:u16
        148 0 DCEndInit
        148 1 DCEndInit ClrInstanceID:u16
        149 0 MethodDCStartILToNativeMap MethodID:u64 ReJITID:u64 MethodExtent:u8 CountOfMapEntries:u16 ILOffsets:u32[CountOfMapEntries] NativeOffsets:u32[CountOfMapEntries] ClrInstanceID:u16
        150 0 MethodDCEndILToNativeMap MethodID:u64 ReJITID:u64 MethodExtent:u8 CountOfMapEntries:u16 ILOffsets:u32[CountOfMapEntries] NativeOffsets:u32[CountOfMapEntries] ClrInstanceID:u16
        151 0 DomainModuleDCStart ModuleID:u64 AssemblyID:u64 AppDomainID:u64 ModuleFlags:u32 Reserved1:u32 ModuleILPath:str ModuleNativePath:str
        151 1 DomainModuleDCStart ModuleID:u64 AssemblyID:u64 AppDomainID:u64 ModuleFlags:u32 Reserved1:u32 ModuleILPath:str ModuleNativePath:str ClrInstanceID:u16
        152 0 DomainModuleDCEnd ModuleID:u64 AssemblyID:u64 AppDomainID:u64 ModuleFlags:u32 Reserved1:u32 ModuleILPath:str ModuleNativePath:str
        152 1 DomainModuleDCEnd ModuleID:u64 AssemblyID:u64 AppDomainID:u64 ModuleFlags:u32 Reserved1:u32 ModuleILPath:str ModuleNativePath:str ClrInstanceID:u16
        153 0 ModuleDCStart ModuleID:u64 AssemblyID:u64 ModuleFlags:u32 Reserved1:u32 ModuleILPath:str ModuleNativePath:str
        153 1 ModuleDCStart ModuleID:u64 AssemblyID:u64 ModuleFlags:u32 Reserved1:u32 ModuleILPath:str ModuleNativePath:str ClrInstanceID:u16
        153 2 ModuleDCStart ModuleID:u64 AssemblyID:u64 ModuleFlags:u32 Reserved1:u32 ModuleILPath:str ModuleNativePath:str ClrInstanceID:u16 ManagedPdbSignature:guid ManagedPdbAge:u32 ManagedPdbBuildPath:str NativePdbSignature:guid NativePdbAge:u32 NativePdbBuildPath:str
        154 0 ModuleDCEnd ModuleID:u64 AssemblyID:u64 ModuleFlags:u32 Reserved1:u32 ModuleILPath:str ModuleNativePath:str
        154 1 ModuleDCEnd ModuleID:u64 AssemblyID:u64 ModuleFlags:u32 Reserved1:u32 ModuleILPath:str ModuleNativePath:str ClrInstanceID:u16
        154 2 ModuleDCEnd ModuleID:u64 AssemblyID:u64 ModuleFlags:u32 Reserved1:u32 ModuleILPath:str ModuleNativePath:str ClrInstanceID:u16 ManagedPdbSignature:guid ManagedPdbAge:u32 ManagedPdbBuildPath:str NativePdbSignature:guid NativePdbAge:u32 NativePdbBuildPath:str
        155 0 AssemblyDCStart AssemblyID:u64 AppDomainID:u64 AssemblyFlags:u32 FullyQualifiedAssemblyName:str
        155 1 AssemblyDCStart AssemblyID:u64 AppDomainID:u64 BindingID:u64 AssemblyFlags:u32 FullyQualifiedAssemblyName:str ClrInstanceID:u16
        156 0 AssemblyDCEnd AssemblyID:u64 AppDomainID:u64 AssemblyFlags:u32 FullyQualifiedAssemblyName:str
        156 1 AssemblyDCEnd AssemblyID:u64 AppDomainID:u64 BindingID:u64 AssemblyFlags:u32 FullyQualifiedAssemblyName:str ClrInstanceID:u16
        157 0 AppDomainDCStart AppDomainID:u64 AppDomainFlags:u32 AppDomainName:str
        157 1 AppDomainDCStart AppDomainID:u64 AppDomainFlags:u32 AppDomainName:str AppDomainIndex:u32 ClrInstanceID:u16
        158 0 AppDomainDCEnd AppDomainID:u64 AppDomainFlags:u32 AppDomainName:str
        158 1 AppDomainDCEnd AppDomainID:u64 AppDomainFlags:u32 AppDomainName:str AppDomainIndex:u32 ClrInstanceID:u16
        159 0 ThreadDC ManagedThreadID:u64 AppDomainID:u64 Flags:u32 ManagedThreadIndex:u32 OSThreadID:u32 ClrInstanceID:u16
        160 0 ModuleRangeDCStart ClrInstanceID:u16 ModuleID:u64 RangeBegin:u32 RangeSize:u32 RangeType:u8
        161 0 ModuleRangeDCEnd ClrInstanceID:u16 ModuleID:u64 RangeBegin:u32 RangeSize:u32 RangeType:u8
        187 0 RuntimeInformationDCStart ClrInstanceID:u16 Sku:u16 BclMajorVersion:u16 BclMinorVersion:u16 BclBuildNumber:u16 BclQfeNumber:u16 VMMajorVersion:u16 VMMinorVersion:u16 VMBuildNumber:u16 VMQfeNumber:u16 StartupFlags:u32 StartupMode:u8 CommandLine:str ComObjectGuid:guid RuntimeDllPath:str
        """;
}
