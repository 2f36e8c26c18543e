// What ns-3 needs for what we simulate: five nodes in a row, each link 1 Gbit/s and 2 ms, one TCP transfer of so many
// full segments from one end to the other, checksums computed and verified. No trace is kept.
#include <cstdlib>
#include <ctime>
#include <iostream>

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"

using namespace ns3;

int main(int argc, char** argv)
{
  const uint32_t mss = 1460;
  const uint64_t octets = uint64_t(mss) * std::strtoull(argc > 1 ? argv[1] : "1000", nullptr, 10);
  const uint16_t port = 20;

  GlobalValue::Bind("ChecksumEnabled", BooleanValue(true));
  Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(mss));

  NodeContainer nodes;
  nodes.Create(5);
  InternetStackHelper().Install(nodes);

  PointToPointHelper link;
  link.SetDeviceAttribute("DataRate", StringValue("1Gbps"));
  link.SetChannelAttribute("Delay", StringValue("2ms"));
  Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
  Ipv4Address last;
  for (uint32_t at = 0; at + 1 < nodes.GetN(); ++at)
  {
    last = addresses.Assign(link.Install(nodes.Get(at), nodes.Get(at + 1))).GetAddress(1);
    addresses.NewNetwork();
  }
  Ipv4GlobalRoutingHelper::PopulateRoutingTables();

  BulkSendHelper sender("ns3::TcpSocketFactory", InetSocketAddress(last, port));
  sender.SetAttribute("MaxBytes", UintegerValue(octets));
  sender.SetAttribute("SendSize", UintegerValue(mss));
  sender.Install(nodes.Get(0));
  PacketSinkHelper receiver("ns3::TcpSocketFactory", InetSocketAddress(Ipv4Address::GetAny(), port));
  Ptr<PacketSink> sink = DynamicCast<PacketSink>(receiver.Install(nodes.Get(4)).Get(0));

  const std::clock_t start = std::clock();
  Simulator::Run();
  const std::clock_t end = std::clock();
  std::cout << sink->GetTotalRx() << ' ' << 1000.0 * double(end - start) / CLOCKS_PER_SEC << '\n';
  Simulator::Destroy();
  return sink->GetTotalRx() == octets ? 0 : 1;
}
