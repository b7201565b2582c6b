import Wording

/// A company's file to begin from, with a word on each part.
enum CompanyExample {
  static func text(_ language: Language) -> String {
    language == .chinese ? chinese : english
  }

  private static let english = """
    # A company in Levee. Check it: levee setup levee.yaml --check    Apply it: levee setup levee.yaml
    company:
      name: Example Technology Ltd.   # on every page and message that goes out
      contact: press@example.com      # where the public turns to
      zone: Europe/London             # of times that name none
      # pages: https://levee.example.com    # where the console is: links in messages lead there
      size: 120                       # people; or small, medium, large: how much of each resource a severity asks for
      language: en                    # of everybody who says nothing else

    # How messages leave the house. What is secret is named here and lies in a file of the service (LEVEE_CREDENTIALS).
    transports:
      mail: {format: mail, program: sendmail}
      # chat: {format: dingtalk, url: "https://oapi.dingtalk.com/robot/send?access_token={chat-token}", secret: chat-secret}

    people:
      wang: {name: Wang (general manager), seats: "leadership:leader", reach: {mail: wang@example.com}}
      li: {name: Li (head of marketing), seats: ["leadership:deputy", "response:head"], reach: {mail: li@example.com}}
      zhao: {name: Zhao (legal counsel), seats: "leadership:legal", reach: {mail: zhao@example.com}}
      chen: {name: Chen (PR manager), seats: ["leadership:member", "monitoring:head"], reach: {mail: chen@example.com}}
      wu: {name: Wu (IT and logistics), seats: "logistics:head", reach: {mail: wu@example.com}}
      svc_monitoring: {name: monitoring service, service: true, seats: monitoring}
      svc_leadership: {name: leadership service, service: true, seats: leadership}
      svc_response: {name: response service, service: true, seats: response}
      svc_logistics: {name: logistics service, service: true, seats: logistics}
      svc_supervisor: {name: supervisor, service: true, seats: supervisor}

    # Who holds a seat while its holder is away, or once a step of leadership is overdue.
    substitutes:
      leader: li
      legal: chen

    channels:
      newsroom: {kind: newsroom, title: Newsroom, folder: /var/lib/levee/newsroom}
      social: {kind: manual, title: Social account}

    # What the playbook says otherwise than Levee's own proposal. The new version waits for leadership's approval.
    # The steps before the first statement never add up to more than its time.
    targets:
      plan: {I: 30 min}
      first_statement: {I: 2 h}
    reviews:
      III: {reviews: 1, legal: false}
    """

  private static let chinese = """
    # Levee 公司设置。检查：levee setup levee.yaml --check    应用：levee setup levee.yaml
    company:
      name: 示例科技有限公司              # 对外发布的每个页面、每条消息都会显示
      name-en: Example Technology Ltd.    # 英文页面上的名称
      contact: press@example.com          # 公众可以联系的邮箱或电话
      zone: Asia/Shanghai                 # 没有注明时区的时间按此时区理解
      # pages: https://levee.example.com    # 页面服务的网址，通知中的链接指向这里
      size: 120                           # 公司人数，也可以写 small、medium、large：决定各等级要准备多少资源
      language: zh-CN                     # 没有另外注明的人用这种语言

    # 消息如何送出。密钥只在此处写名称，内容保存在服务的文件中（LEVEE_CREDENTIALS）。
    transports:
      mail: {format: mail, program: sendmail}
      # chat: {format: dingtalk, url: "https://oapi.dingtalk.com/robot/send?access_token={chat-token}", secret: chat-secret}

    people:
      wang: {name: 王（总经理）, seats: "leadership:leader", reach: {mail: wang@example.com}}
      li: {name: 李（市场负责人）, seats: ["leadership:deputy", "response:head"], reach: {mail: li@example.com}}
      zhao: {name: 赵（法务）, seats: "leadership:legal", reach: {mail: zhao@example.com}}
      chen: {name: 陈（公关经理）, seats: ["leadership:member", "monitoring:head"], reach: {mail: chen@example.com}}
      wu: {name: 吴（后勤）, seats: "logistics:head", reach: {mail: wu@example.com}}
      svc_monitoring: {name: 信息小组服务, service: true, seats: monitoring}
      svc_leadership: {name: 领导小组服务, service: true, seats: leadership}
      svc_response: {name: 响应小组服务, service: true, seats: response}
      svc_logistics: {name: 后勤小组服务, service: true, seats: logistics}
      svc_supervisor: {name: 流程监督, service: true, seats: supervisor}

    # 领导联系不上或超时未批时，由谁代行职务（固定代班人）。
    substitutes:
      leader: li
      legal: chen

    channels:
      newsroom: {kind: newsroom, title: 官方通报, folder: /var/lib/levee/newsroom}
      social: {kind: manual, title: 社交账号}

    # 与 Levee 默认预案不同之处。新版本须经领导小组批准。
    # 首次回应前各步合计不能超过首次回应时限。
    targets:
      plan: {I: 30 min}
      first_statement: {I: 2 h}
    reviews:
      III: {reviews: 1, legal: false}
    """
}
