using System.Text.Json.Serialization;

namespace Braid.Sessions.Control;

/// <summary>The JSON of the control protocol; docs/formats/control.md.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CreateSession))]
[JsonSerializable(typeof(ChannelRequest))]
[JsonSerializable(typeof(EventRequest))]
[JsonSerializable(typeof(DisableEventRequest))]
[JsonSerializable(typeof(ContextRequest))]
[JsonSerializable(typeof(ChannelAnswer))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(DaemonInfo))]
[JsonSerializable(typeof(SessionInfo))]
[JsonSerializable(typeof(IReadOnlyList<SessionInfo>))]
public sealed partial class ControlJson : JsonSerializerContext;
